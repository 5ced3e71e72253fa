curl -sX POST https://turnout.example.com/api/v1/evaluate \
  -H "Authorization: Bearer YOUR_KEY" \
  -H "Content-Type: application/json" \
  -d '{"context":{"user_id":"user-1"},"flags":["my-first-flag"]}'

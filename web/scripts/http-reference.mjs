// Renders the server's OpenAPI document as Markdown for docs/http: a page for each tag, one for the types, and an overview.

const note = 'Written from the OpenAPI document of the server by `node web/scripts/generate-api.mjs`; do not edit.';
const methods = ['get', 'put', 'post', 'patch', 'delete'];

const slug = (tag) => tag.toLowerCase().replaceAll(' ', '-');
/** Text inside a table's cell, on one line. */
const cell = (text) => (text ?? '').replace(/\s+/g, ' ').trim().replaceAll('|', '\\|');
/** Text between tables: paragraphs stay, the indents of doc comments go. */
const prose = (text) =>
  (text ?? '')
    .split(/\n\s*\n/)
    .map((part) => part.replace(/\s+/g, ' ').trim())
    .filter(Boolean)
    .join('\n\n');

/** A schema in words, with links to those that have a name. */
const typeOf = (schema, page) => {
  if (!schema || Object.keys(schema).length === 0) return 'anything';
  if (schema.$ref) {
    const name = schema.$ref.split('/').at(-1);
    return `[${name}](${page === 'types' ? '' : 'types.md'}#${name.toLowerCase()})`;
  }
  const parts = schema.oneOf ?? schema.anyOf ?? schema.allOf;
  if (parts) return parts.map((part) => typeOf(part, page)).join(' or ');
  if (schema.enum) return schema.enum.map((value) => (value === null ? 'null' : `\`${value}\``)).join(' or ');
  const types = Array.isArray(schema.type) ? schema.type : [schema.type ?? 'anything'];
  // Numbers may be written as texts by .NET's own description; on this wire they are numbers.
  const named = types.length > 1 && types.includes('string') && (types.includes('integer') || types.includes('number')) ? types.filter((type) => type !== 'string') : types;
  return named
    .map((type) => {
      if (type === 'array') return `list of ${typeOf(schema.items, page)}`;
      if (type === 'object' && schema.additionalProperties) return `object of ${typeOf(schema.additionalProperties, page)}`;
      if (type === 'string' && schema.format === 'date-time') return 'instant';
      return type === 'null' ? 'null' : type;
    })
    .join(' or ');
};

/** The members of an object, as a table. */
const members = (schema, page) => [
  '| member | type | |',
  '|---|---|---|',
  ...Object.entries(schema.properties).map(([name, property]) => {
    const always = schema.required?.includes(name) ? '' : ' (may be missing)';
    return `| \`${name}\`${always} | ${cell(typeOf(property, page))} | ${cell(property.description)} |`;
  }),
];

const contents = (content, page) =>
  Object.entries(content ?? {})
    .map(([type, { schema }]) => `\`${type}\`${schema ? `: ${typeOf(schema, page)}` : ''}`)
    .join(' or ');

const answer = (status, { description, content }, page) => {
  const body = contents(content, page);
  // .NET describes a status by its own name, which says nothing.
  const said = prose(description);
  return `| ${status} | ${cell([/^[A-Z][A-Za-z ]*$/.test(said) ? '' : said, body].filter(Boolean).join(' '))} |`;
};

const operation = ({ method, path, item }) => {
  const lines = [`## ${item.operationId}`, '', `\`${method.toUpperCase()} ${path}\``, ''];
  for (const text of [prose(item.summary), prose(item.description)]) if (text) lines.push(text, '');
  if (item.parameters?.length) {
    lines.push('| parameter | in | type | |', '|---|---|---|---|');
    for (const { name, in: where, schema, description, required } of item.parameters)
      lines.push(`| \`${name}\` | ${where}${required && where !== 'path' ? ', required' : ''} | ${cell(typeOf(schema))} | ${cell(description)} |`);
    lines.push('');
  }
  if (item.requestBody) lines.push(`Body: ${contents(item.requestBody.content)}${item.requestBody.required === false ? ', or none' : ''}`, '');
  lines.push('| status | answer |', '|---|---|', ...Object.entries(item.responses).filter(([status]) => status !== 'default').map(([status, body]) => answer(status, body)), '');
  return lines;
};

const page = (lines) => `${lines.join('\n').trimEnd()}\n`;

/** The pages of docs/http by file name. */
export const renderReference = (document) => {
  const operations = Object.entries(document.paths)
    .flatMap(([path, item]) => methods.filter((method) => item[method]).map((method) => ({ method, path, item: item[method] })))
    .sort((a, b) => (a.path === b.path ? methods.indexOf(a.method) - methods.indexOf(b.method) : a.path < b.path ? -1 : 1));
  const tags = [...new Set(operations.map(({ item }) => item.tags[0]))].sort();
  const files = {};
  for (const tag of tags)
    files[`${slug(tag)}.md`] = page([`# HTTP: ${tag}`, '', note, '', ...operations.filter(({ item }) => item.tags[0] === tag).flatMap(operation)]);

  const schemas = Object.entries(document.components.schemas).sort(([a], [b]) => (a < b ? -1 : 1));
  files['types.md'] = page([
    '# HTTP: types',
    '',
    note,
    '',
    ...schemas.flatMap(([name, schema]) => [
      `## ${name}`,
      '',
      ...(schema.description ? [prose(schema.description), ''] : []),
      ...(schema.properties ? members(schema, 'types') : [typeOf(schema, 'types')]),
      '',
    ]),
  ]);

  files['README.md'] = page([
    '# HTTP reference',
    '',
    note,
    '',
    'What all calls have in common: JSON in snake_case, instants in RFC 3339 and UTC, keys and tokens as `Authorization: Bearer …` or `X-API-Key: …`, lists by',
    '`?limit=&after=` with `next`, writes with `If-Match` and the `ETag` that was read. Whatever fails is a [Problem](types.md#problem) with a stable',
    '[code](../errors.md), except below `/ofrep`, whose errors are the protocol\'s own. Unknown members of a request are refused by name.',
    '[Who may call what](../endpoint-rights.md) is a table of its own. The document itself is `/openapi/v1.json` of a running server.',
    '',
    ...tags.flatMap((tag) => [
      `## ${tag}`,
      '',
      '| call | does |',
      '|---|---|',
      ...operations
        .filter(({ item }) => item.tags[0] === tag)
        .map(({ method, path, item }) => `| [\`${method.toUpperCase()} ${path}\`](${slug(tag)}.md#${item.operationId.toLowerCase()}) | ${cell(prose(item.summary).split(/(?<=\.) /)[0])} |`),
      '',
    ]),
  ]);
  return files;
};

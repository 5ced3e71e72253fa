import { TurnoutProvider, useFlag } from '@turnout/react';

const Checkout = () => (useFlag('my-first-flag', false) ? <p>the new way</p> : <p>the old way</p>);

export const App = () => (
  <TurnoutProvider url="https://turnout.example.com" clientKey="YOUR_KEY" context={{ userId: 'user-1' }}>
    <Checkout />
  </TurnoutProvider>
);

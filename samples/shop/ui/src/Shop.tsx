import { useFlag } from "@turnout/react";
import type { ReactNode } from "react";
import { Billing } from "./pages/Billing";
import { Dashboard } from "./pages/Dashboard";
import { Landing } from "./pages/Landing";
import { Pricing } from "./pages/Pricing";
import { Reports } from "./pages/Reports";

export interface Person {
  readonly userId: string | null;
  readonly teamId: string | null;
  readonly plan: string | null;
}

const pages: Record<string, readonly [title: string, page: (person: Person) => ReactNode]> = {
  "/": ["Home", () => <Landing />],
  "/pricing": ["Pricing", () => <Pricing />],
  "/dashboard": ["Dashboard", (person) => <Dashboard person={person} />],
  "/billing": ["Billing", (person) => <Billing person={person} />],
  "/reports": ["Reports", (person) => <Reports person={person} />],
};

export const Shop = ({ person, path }: { person: Person; path: string }) => (
  <>
    <Banner />
    <header>
      <a className="name" href="/">The Sleeper</a>
      <nav>
        {Object.entries(pages).map(([to, [title]]) => <a key={to} href={to} aria-current={to === path ? "page" : undefined}>{title}</a>)}
      </nav>
      <SignIn person={person} path={path} />
    </header>
    <main>{pages[path]?.[1](person)}</main>
  </>
);

/** Switch the flag `shop.banner` in Turnout and watch: it is here in less than a second. */
const Banner = () => useFlag("shop.banner") ? <p role="status" className="banner">Free delivery to every station this week</p> : null;

const SignIn = ({ person, path }: { person: Person; path: string }) => person.userId ? (
  <form method="post" action="/sign-out">
    <span>{person.userId}, {person.teamId}, plan {person.plan}</span> <button>Sign out</button>
  </form>
) : (
  <form method="post" action="/sign-in">
    <input type="hidden" name="back" value={path} />
    <label>Sign in as <select name="user">{["ada", "ben", "eve", "kim"].map((user) => <option key={user}>{user}</option>)}</select></label>
    <button>Sign in</button>
  </form>
);

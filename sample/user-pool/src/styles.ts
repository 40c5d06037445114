/** The one style sheet of the pages. Colours have a contrast of at least 4.5:1 (WCAG 2.2 AA) in both schemes. */
export const STYLES = `
:root {
  color-scheme: light dark;
  --page: #eef1f6; --card: #ffffff; --text: #16202e; --quiet: #51606f; --line: #77869a;
  --accent: #1f5fd0; --accent-strong: #184ba6; --on-accent: #ffffff;
  --bad: #a3121f; --bad-back: #fdecee; --good: #17693b; --hint-back: #eef4ff;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #10151d; --card: #1a222d; --text: #e8edf4; --quiet: #a9b6c6; --line: #71829a;
    --accent: #8db6ff; --accent-strong: #b3ceff; --on-accent: #0b1a33;
    --bad: #ffb3b8; --bad-back: #3f1a20; --good: #7fd6a2; --hint-back: #1d2c44;
  }
}
*, *::before, *::after { box-sizing: border-box; }
body {
  margin: 0; min-height: 100vh; min-height: 100dvh; padding: 1.5rem 1rem; background: var(--page); color: var(--text);
  display: flex; flex-direction: column; align-items: center; justify-content: center; gap: 1.25rem;
  font: 1rem/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif; overflow-wrap: anywhere;
}
main {
  width: 100%; max-width: 26rem; background: var(--card); border-radius: 0.875rem; padding: 2rem;
  box-shadow: 0 1px 2px rgb(0 0 0 / 12%), 0 8px 28px rgb(0 0 0 / 10%);
}
main.wide { max-width: 44rem; }
@media (max-width: 30rem) {
  body { padding: 0.75rem; }
  main { padding: 1.5rem 1.25rem; }
}
h1 { margin: 0 0 0.5rem; font-size: 1.5rem; line-height: 1.25; }
h2 { margin: 1.5rem 0 0.5rem; font-size: 1.0625rem; }
p { margin: 0 0 1rem; }
main > :last-child { margin-bottom: 0; }
.textDescription-customizable { color: var(--quiet); }
a { color: var(--accent); text-underline-offset: 0.15em; }
a:hover { color: var(--accent-strong); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 0.25rem; }
.field { margin: 0 0 1rem; }
label { display: block; margin: 0 0 0.25rem; font-weight: 600; font-size: 0.9375rem; }
.inputField-customizable {
  width: 100%; min-height: 2.75rem; padding: 0.5rem 0.75rem; border: 1px solid var(--line); border-radius: 0.5rem;
  background: var(--card); color: var(--text); font: inherit;
}
.inputField-customizable::placeholder { color: var(--quiet); opacity: 1; }
.inputField-customizable:focus-visible { outline-offset: 0; border-color: var(--accent); border-radius: 0.5rem; }
#verification_code { font-size: 1.25rem; letter-spacing: 0.25em; font-variant-numeric: tabular-nums; }
.submitButton-customizable {
  display: block; width: 100%; min-height: 2.75rem; margin-top: 1.25rem; padding: 0.5rem 1rem; border: 0;
  border-radius: 0.5rem; background: var(--accent); color: var(--on-accent); font: inherit; font-weight: 600;
  cursor: pointer;
}
.submitButton-customizable:hover { background: var(--accent-strong); }
.submitButton-customizable:focus-visible { border-radius: 0.5rem; }
.link {
  padding: 0; border: 0; background: none; color: var(--accent); font: inherit; text-decoration: underline;
  text-underline-offset: 0.15em; cursor: pointer;
}
.link:hover { color: var(--accent-strong); }
.beside { margin: -0.5rem 0 0; font-size: 0.9375rem; }
.other { margin: 1.25rem 0 0; text-align: center; color: var(--quiet); font-size: 0.9375rem; }
.errorMessage-customizable {
  padding: 0.625rem 0.875rem; border-left: 4px solid var(--bad); border-radius: 0.375rem; background: var(--bad-back);
  color: var(--bad); font-weight: 600;
}
.hint {
  margin: 1rem 0; padding: 0.625rem 0.875rem; border-radius: 0.5rem; background: var(--hint-back);
  font-size: 0.9375rem;
}
.demo { display: grid; grid-template-columns: auto 1fr; gap: 0.125rem 0.75rem; margin: 1.25rem 0 0; }
.demo dd, .facts dd { margin: 0; }
.demo dt, .facts dt { color: var(--quiet); }
.rules { margin: 0; padding: 0; list-style: none; color: var(--quiet); font-size: 0.875rem; }
.rules li { display: grid; grid-template-columns: 1.25rem 1fr; }
.passwordCheck-valid-customizable { color: var(--good); font-weight: 700; }
.passwordCheck-notValid-customizable { color: var(--bad); font-weight: 700; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
code { font-family: ui-monospace, 'Cascadia Mono', Menlo, Consolas, monospace; font-size: 0.9375em; }
.facts { display: grid; grid-template-columns: minmax(6rem, auto) 1fr; gap: 0.125rem 1rem; margin: 1rem 0 0; }
.facts dd { grid-column: 2; }
.facts + .facts { padding-top: 1rem; border-top: 1px solid var(--line); }
.mails { margin: 0; padding: 0; list-style: none; }
.mail { padding: 1rem 0; border-top: 1px solid var(--line); }
.mail h2, .mail p { margin: 0; }
.mail .code code { font-size: 2rem; font-weight: 700; letter-spacing: 0.15em; user-select: all; }
footer { color: var(--quiet); font-size: 0.8125rem; text-align: center; }
footer p { margin: 0; }
`

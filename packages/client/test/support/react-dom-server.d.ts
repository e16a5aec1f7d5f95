/** All that the tests need of it. */
declare module 'react-dom/server' {
  export function renderToString(element: unknown): string;
}

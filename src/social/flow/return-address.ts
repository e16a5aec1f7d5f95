/** Where the application gets somebody back: its own address, with a code or an error, and its own `state`. */
export function returnAddress(
  { redirectUri, appState }: { readonly redirectUri: string; readonly appState: string | undefined },
  outcome: { readonly code: string } | { readonly error: string },
): string {
  const url = new URL(redirectUri);
  for (const [name, value] of Object.entries(outcome)) url.searchParams.set(name, value);
  if (appState !== undefined) url.searchParams.set('state', appState);
  return url.href;
}

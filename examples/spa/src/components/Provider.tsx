import type { Provider as Known } from '@gatehouse/client/social';

/** A letter in place of a trade mark: whoever has the right to show one shows it here, by `kind`. */
export const Initial = ({ label, className = 'initial' }: { label: string; className?: string }) => (
  <span className={className} aria-hidden="true">
    {label.slice(0, 1).toUpperCase()}
  </span>
);

/** As the service calls it; the bare name where it is configured no more. */
export const labelOf = (providers: readonly Known[], name: string): string =>
  providers.find((provider) => provider.name === name)?.label ?? name;

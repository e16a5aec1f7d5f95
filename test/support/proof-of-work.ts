import { textOf } from './sources.js';

export interface ProofOfWork {
  readonly kind: 'proof_of_work';
  readonly algorithm: 'SHA-256';
  readonly token: string;
  readonly difficulty: number;
  readonly expires_at: string;
}

/** The solver as docs/accounts.md gives it to clients, run as it stands there. */
const [, snippet] = /<!-- solver -->\s*```js\n(.*?)```/s.exec(textOf('docs/accounts.md'))!;

export const { solve } = (await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(snippet!)}`)) as {
  readonly solve: (challenge: Pick<ProofOfWork, 'token' | 'difficulty'>) => string;
};

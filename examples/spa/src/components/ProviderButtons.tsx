import { social } from '../client.js';
import { Press } from './Press.js';
import { Initial } from './Provider.js';
import { useLoaded } from './use-loaded.js';

/** Other ways in, where the service has any. Whoever cannot be told of them still has the password. */
export function ProviderButtons({ returnTo }: { returnTo: string }) {
  const { data: providers = [] } = useLoaded((signal) => social.providers({ signal }));
  if (providers.length === 0) return null;
  return (
    <>
      <p className="or">or</p>
      <ul className="providers" aria-label="Sign in with a provider">
        {providers.map((provider) => (
          <li key={provider.name}>
            <Press className="quiet" action={() => social.signInWith(provider, { returnTo })}>
              <Initial label={provider.label} />
              Continue with {provider.label}
            </Press>
          </li>
        ))}
      </ul>
    </>
  );
}

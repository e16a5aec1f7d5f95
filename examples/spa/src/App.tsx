import { useAuth } from '@gatehouse/client/react';
import type { ComponentType } from 'react';
import { RETURN_PATH } from './client.js';
import { Frame } from './components/Frame.js';
import { Waiting } from './components/Waiting.js';
import { Activity } from './pages/Activity.js';
import { Devices } from './pages/Devices.js';
import { ForgotPassword } from './pages/ForgotPassword.js';
import { Goodbye } from './pages/Goodbye.js';
import { NotFound } from './pages/NotFound.js';
import { Profile } from './pages/Profile.js';
import { Register } from './pages/Register.js';
import { Returned } from './pages/Returned.js';
import { Security } from './pages/Security.js';
import { SignIn } from './pages/SignIn.js';
import { Users } from './pages/Users.js';
import { usePath } from './router.js';

const FOR_STRANGERS: Record<string, ComponentType> = {
  '/register': Register,
  '/forgot-password': ForgotPassword,
  '/goodbye': Goodbye,
};

const FOR_MEMBERS: Record<string, ComponentType> = {
  '/': Profile,
  '/security': Security,
  '/devices': Devices,
  '/activity': Activity,
  '/users': Users,
};

/** The address stays when somebody is signed out, so that after the next sign-in they are where they were. */
export function App() {
  const { status } = useAuth();
  const path = usePath();
  // Before it is known who is signed in: what is in the address must not stay there.
  if (path === RETURN_PATH) return <Returned />;
  if (status === 'unknown') return <Waiting />;
  if (status === 'signed-out') {
    const Page = FOR_STRANGERS[path] ?? SignIn;
    return <Page />;
  }
  const Page = FOR_MEMBERS[path in FOR_STRANGERS ? '/' : path] ?? NotFound;
  return (
    <Frame>
      <Page />
    </Frame>
  );
}

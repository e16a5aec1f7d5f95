import { Page } from '../components/Page.js';
import { Link } from '../router.js';

export function NotFound() {
  return (
    <Page title="There is nothing here" intro="Perhaps the address has a slip of the pen in it.">
      <Link className="button" href="/">
        To your profile
      </Link>
    </Page>
  );
}

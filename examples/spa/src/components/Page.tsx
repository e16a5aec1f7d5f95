import { type ReactNode, useEffect, useRef } from 'react';

interface Props {
  readonly title: string;
  readonly intro?: ReactNode;
  readonly children: ReactNode;
}

let isFirst = true;

/** What a page begins with. Whoever does not see that the page has changed hears it: the heading gets the focus. */
export function Page({ title, intro, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!isFirst && !document.activeElement?.matches('[autofocus], input')) heading.current?.focus();
    isFirst = false;
  }, []);
  return (
    <>
      <title>{`${title} – Your account`}</title>
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {intro && <p className="intro">{intro}</p>}
      {children}
    </>
  );
}

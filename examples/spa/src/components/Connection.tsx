import { useAuth } from '@gatehouse/client/react';
import { sentence } from '../words.js';
import { Notice } from './Notice.js';
import { useOnline } from './use-online.js';

/** Says that something is amiss with the connection. Nobody is signed out by that, and nothing has to be done. */
export function Connection() {
  const { error } = useAuth();
  const isOnline = useOnline();
  const text = isOnline
    ? error?.isTemporary && sentence(error)
    : 'You are offline. This page goes on as soon as you are back.';
  return <div role="status">{text && <Notice kind="warning">{text}</Notice>}</div>;
}

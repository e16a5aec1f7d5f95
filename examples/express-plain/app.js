import { demandRole } from '@gatehouse/verifier';
import express from 'express';
import { authenticated, refusals } from './adapters/express.js';

/** Posts that anyone signed in may write and only administrators may delete. */
export function makeApp(verifier) {
  const posts = new Map();
  let last = 0;
  const app = express();

  app.get('/posts', (_request, response) => response.json([...posts.values()]));

  app.use(authenticated(verifier), express.json());

  app.post('/posts', ({ body, user }, response) => {
    const post = { id: ++last, text: String(body.text), author: user.subject };
    posts.set(post.id, post);
    response.status(201).json(post);
  });

  app.delete('/posts/:id', ({ params, user }, response) => {
    demandRole(user, 'admin');
    response.status(posts.delete(Number(params.id)) ? 204 : 404).end();
  });

  app.use(refusals);
  return app;
}

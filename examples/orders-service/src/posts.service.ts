import { Injectable, NotFoundException } from '@nestjs/common';

export interface Post {
  readonly id: number;
  readonly text: string;
  /** `sub` of the author. A name is Gatehouse's business: it can change. */
  readonly author: string;
}

@Injectable()
export class PostsService {
  private readonly posts = new Map<number, Post>();
  private last = 0;

  all(): Post[] {
    return [...this.posts.values()];
  }

  write(text: string, author: string): Post {
    const post = { id: ++this.last, text, author };
    this.posts.set(post.id, post);
    return post;
  }

  delete(id: number): void {
    if (!this.posts.delete(id)) throw new NotFoundException();
  }
}

import { CurrentUser, Public, Roles, type VerifiedToken } from '@gatehouse/nestjs';
import { SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';

@WebSocketGateway()
export class ChatGateway {
  static readonly connected: unknown[] = [];

  handleConnection(client: unknown) {
    ChatGateway.connected.push(client);
  }

  @SubscribeMessage('say')
  say(@CurrentUser() user: VerifiedToken) {
    return { event: 'said', data: user.subject };
  }

  @SubscribeMessage('ban')
  @Roles('admin')
  ban() {
    return { event: 'banned', data: true };
  }
}

@WebSocketGateway()
@Public()
export class OpenGateway {
  @SubscribeMessage('look')
  look() {
    return { event: 'seen', data: true };
  }

  @SubscribeMessage('touch')
  @Roles('user')
  touch() {
    return { event: 'touched', data: true };
  }
}

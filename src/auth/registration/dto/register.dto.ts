import { Email, FullName, NewPassword, Username } from '#users/index.js';

export class RegisterDto {
  @Username() username: string;
  @Email() email: string;
  @NewPassword() password: string;
  @FullName() full_name?: string | null;
}

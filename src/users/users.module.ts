import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { PasswordsModule } from '#passwords/index.js';
import { TokensModule } from '#tokens/index.js';
import { FirstAdministrator } from './first-administrator.js';
import { ProfileController } from './profile.controller.js';
import { Role } from './role.entity.js';
import { RolesController } from './roles.controller.js';
import { UserAdministration } from './user-administration.service.js';
import { UserChangesService } from './user-changes.service.js';
import { UserListService } from './user-list.service.js';
import { User } from './user.entity.js';
import { UserRole } from './user-role.entity.js';
import { UsersController } from './users.controller.js';
import { UsersService } from './users.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([User, Role, UserRole]), PasswordsModule, TokensModule],
  controllers: [ProfileController, UsersController, RolesController],
  providers: [UsersService, UserListService, UserChangesService, UserAdministration, FirstAdministrator],
  exports: [UsersService],
})
export class UsersModule {}

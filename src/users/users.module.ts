import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '#audit/index.js';
import { LimitsModule } from '#limits/index.js';
import { MailModule } from '#mail/index.js';
import { PasswordsModule } from '#passwords/index.js';
import { TokensModule } from '#tokens/index.js';
import { AccountsService } from './accounts.service.js';
import { AccountClosing } from './deletion/account-closing.js';
import { AccountErasure } from './deletion/account-erasure.js';
import { AccountPurge } from './deletion/account-purge.js';
import { UserDeletionService } from './deletion/user-deletion.service.js';
import { DataSubjects } from './export/data-subjects.js';
import { ExportBudget } from './export/export-budget.js';
import { ExportController } from './export/export.controller.js';
import { PersonalDataExport } from './export/personal-data-export.service.js';
import { FirstAdministrator } from './first-administrator.js';
import { UserExport } from './import/user-export.service.js';
import { UserImport } from './import/user-import.service.js';
import { GroupRolesService } from './identities/group-roles.service.js';
import { IdentityRemoval } from './identities/identity-removal.service.js';
import { IdentitiesService } from './identities/identities.service.js';
import { ProviderTokenResealing } from './identities/provider-token-resealing.js';
import { ProviderTokenSeal } from './identities/provider-token-seal.js';
import { Identity } from './identities/identity.entity.js';
import { InvitationsService } from './invitations.service.js';
import { ProfileController } from './profile.controller.js';
import { Role } from './role.entity.js';
import { RolesController } from './roles.controller.js';
import { RolesService } from './roles.service.js';
import { UserAdministration } from './user-administration.service.js';
import { UserChangesService } from './user-changes.service.js';
import { UserListService } from './user-list.service.js';
import { User } from './user.entity.js';
import { UserRole } from './user-role.entity.js';
import { UsersController } from './users.controller.js';
import { UsersService } from './users.service.js';

@Module({
  imports: [
    TypeOrmModule.forFeature([User, Role, UserRole, Identity]),
    AuditModule,
    LimitsModule,
    MailModule,
    PasswordsModule,
    TokensModule,
  ],
  controllers: [ProfileController, ExportController, UsersController, RolesController],
  providers: [
    InvitationsService,
    UsersService,
    AccountsService,
    IdentitiesService,
    GroupRolesService,
    IdentityRemoval,
    ProviderTokenSeal,
    ProviderTokenResealing,
    UserListService,
    UserChangesService,
    UserAdministration,
    AccountClosing,
    AccountErasure,
    AccountPurge,
    UserDeletionService,
    DataSubjects,
    ExportBudget,
    PersonalDataExport,
    RolesService,
    UserImport,
    UserExport,
    FirstAdministrator,
  ],
  exports: [
    UsersService,
    AccountsService,
    IdentitiesService,
    GroupRolesService,
    IdentityRemoval,
    ProviderTokenSeal,
    ProviderTokenResealing,
    UserAdministration,
    UserDeletionService,
  ],
})
export class UsersModule {}

"""Addresses of accounts, the same in programs and on the platform; allauth asks for the names with underscores."""

from django.urls import path, re_path

from amends.accounts.views import account, passwords, second_factors, signing_in, team

urlpatterns = [
    # Signing in
    path("sign-in/", signing_in.sign_in, name="sign-in"),
    path("sign-in/", signing_in.sign_in, name="account_login"),
    path("sign-in/code/", signing_in.second_step, name="mfa_authenticate"),
    path("sign-in/passkey/", signing_in.passkey_sign_in, name="mfa_login_webauthn"),
    path("sign-out/", signing_in.sign_out, name="sign-out"),
    path("sign-in/again/", signing_in.password_again, name="account_reauthenticate"),
    path("sign-in/again/code/", signing_in.code_again, name="mfa_reauthenticate"),
    path("sign-in/again/passkey/", signing_in.passkey_again, name="mfa_reauthenticate_webauthn"),
    # Links that were mailed
    path("password/", passwords.forgotten, name="password-reset"),
    re_path(
        r"^password/(?P<uidb36>[0-9a-z]+)-(?P<key>[^/]+)/$",
        passwords.choose,
        name="account_reset_password_from_key",
    ),
    # Keys as allauth makes them; the database would refuse to be asked for some others.
    re_path(r"^address/(?P<key>[a-z0-9]{64})/$", account.confirm, name="address-confirm"),
    path("invitation/<str:token>/", team.accept, name="invitation"),
    # One's own account
    path("account/", account.overview, name="account"),
    path("account/password/", passwords.change, name="password-change"),
    path("account/address/", account.address, name="address-change"),
    path("account/sessions/", account.sessions, name="sessions"),
    path("account/app/", second_factors.enrol_app, name="app-enrol"),
    path("account/passkey/", second_factors.add_passkey, name="passkey-add"),
    path("account/second-step/<int:pk>/remove/", second_factors.remove, name="second-factor-remove"),
    path("account/recovery-codes/", second_factors.recovery_codes, name="recovery-codes"),
    # The people of this place
    path("team/", team.listing, name="team"),
    path("team/invite/", team.invite, name="team-invite"),
    path("team/invitations/<uuid:pk>/resend/", team.resend, name="invitation-resend"),
    path("team/invitations/<uuid:pk>/revoke/", team.revoke, name="invitation-revoke"),
    path("team/<uuid:pk>/", team.person, name="team-person"),
    path("team/<uuid:pk>/disable/", team.disable, name="team-disable"),
    path("team/<uuid:pk>/enable/", team.enable, name="team-enable"),
    path("team/<uuid:pk>/reset-second-step/", team.reset_factor, name="team-reset-factor"),
]

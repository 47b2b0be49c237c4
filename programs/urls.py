"""The addresses of a program's pages. None holds more than a key that says nothing."""

from django.urls import path

from programs.referral_doors import REFERRAL_DOORS
from programs.steps import CASE_STEPS, STEPS
from programs.views import (
    agreements,
    assignments,
    availability,
    calendars,
    case_list,
    cases,
    complaints,
    consent_texts,
    desk,
    desk_rows,
    drafts,
    files,
    fitting,
    forwarding,
    handed_in,
    home,
    letters,
    likeness,
    listing,
    listing_claims,
    listing_places,
    look,
    mediators,
    own_items,
    own_pages,
    own_parts,
    own_way_in,
    papers,
    people,
    policy,
    public_referral,
    receipts,
    records,
    referrals,
    releases,
    screening,
    setup,
    sources,
)
from programs.views.steps import page_of

BELOW = {"case": "cases", "person": "people", "item": "items", "payment": "payments"}

urlpatterns = [
    path("", home.home, name="home"),
    # Without an account
    path("refer/", public_referral.refer, name="refer"),
    path("refer/fits/", fitting.fits, name="refer-fits"),
    path("refer/received/<str:token>/", receipts.received, name="refer-received"),
    path("refer/received/<str:token>/mail/", receipts.mail, name="refer-mail"),
    path("refer/received/<str:token>/withdraw/", receipts.withdraw, name="refer-withdraw"),
    # People of agencies, who come over from the platform
    path("desk/", desk.listing, name="desk"),
    path("desk/come/", desk.come, name="desk-come"),
    path("desk/closed/", desk.closed, name="desk-closed"),
    path("desk/rows/", desk_rows.rows, name="desk-rows"),
    path("desk/leave/", desk.leave, name="desk-leave"),
    # What another program hands on
    path("handed-in/", handed_in.come, name="handed-in"),
    # An address that is mailed says nothing.
    path("saved/<uuid:pk>/", drafts.draft, name="draft"),
    path("saved/<uuid:pk>/address/", drafts.mail_address, name="draft-mail"),
    # How the program shows itself
    path("look/", look.look, name="look"),
    path("look.css", look.look_style, name="look-style"),
    path("logo.png", look.logo, name="logo"),
    # What the public directory says of the program
    path("listing/", listing.page, name="listing"),
    path("listing/edit/<slug:part>/", listing.part, name="listing-part"),
    path("listing/places/", listing_places.listing_places, name="listing-places"),
    path("listing/places/remove/", listing_places.remove_place, name="listing-place-remove"),
    path("listing/sites/add/<slug:kind>/", listing_places.add_site, name="listing-site-add"),
    path("listing/sites/<uuid:site>/", listing_places.site, name="listing-site"),
    path("listing/sites/<uuid:site>/hide/", listing_places.hide_site, name="listing-site-hide"),
    path("listing/sites/<uuid:site>/remove/", listing_places.drop_site, name="listing-site-remove"),
    path("listing/preview/", listing.preview, name="listing-preview"),
    path("listing/publish/", listing.publish, name="listing-publish"),
    path("listing/take-out/", listing.take_out, name="listing-take-out"),
    path("listing/confirm/", listing.confirm, name="listing-confirm"),
    path("listing/claim/<uuid:listing>/", listing_claims.claim, name="listing-claim"),
    # What the program has decided about its work
    path("policy/", policy.page, name="policy"),
    path("policy/change/<slug:group>/", policy.change, name="policy-change"),
    path("policy/own/", own_parts.page, name="own-parts"),
    path("policy/own/rule/<slug:record>/", own_parts.rule, name="own-rule"),
    path("policy/own/rule/<slug:record>/fact/", own_parts.choose_fact, name="own-rule-fact"),
    path(
        "policy/own/rule/<slug:record>/<slug:condition>/<slug:fact>/",
        own_parts.compare,
        name="own-rule-compare",
    ),
    path("policy/own/<slug:part>/add/", own_parts.add, name="own-part-add"),
    path("policy/own/<slug:part>/<slug:record>/change/", own_parts.change, name="own-part"),
    path("policy/own/<slug:part>/<slug:record>/remove/", own_parts.remove, name="own-part-remove"),
    path("cases/<uuid:pk>/details/", own_items.describe, name="case-describe"),
    path("cases/<uuid:pk>/items/<slug:item>/", own_items.tick, name="item-tick"),
    path("policy/draft/", policy.draft, name="policy-draft"),
    path("policy/draft/discard/", policy.discard, name="policy-discard"),
    path("policy/versions/", policy.versions, name="policy-versions"),
    path("policy/versions/<int:number>/", policy.version, name="policy-version"),
    path("policy/versions/<int:number>/restore/", policy.restore, name="policy-restore"),
    path("cases/<uuid:pk>/policy/", policy.of_case, name="case-policy"),
    # Set-up
    path("welcome/<str:token>/", setup.hand_over, name="hand-over"),
    path("confirm/<str:token>/", setup.confirm, name="founder-confirm"),
    path("set-up/verification/", setup.verification, name="verification"),
    path("set-up/verification/ask/", setup.ask, name="verification-ask"),
    path("set-up/confirmation/", setup.send_confirmation, name="confirmation-send"),
    path("set-up/program/", setup.describe, name="program-describe"),
    path("set-up/samples/", setup.erase, name="samples-erase"),
    path("set-up/tasks/", setup.choose, name="task-choose"),
    # Referrals
    path("referrals/", referrals.inbox, name="referrals"),
    path("referrals/<uuid:pk>/", referrals.page, name="referral"),
    path("files/<uuid:pk>/", files.download, name="file"),
    path("referrals/<uuid:pk>/review/", referrals.review, name="referral-review"),
    path("referrals/<uuid:pk>/accept/", referrals.accept, name="referral-accept"),
    path("referrals/<uuid:pk>/decline/", referrals.decline, name="referral-decline"),
    path("referrals/<uuid:pk>/likeness/", likeness.page, name="referral-likeness"),
    path("referrals/<uuid:pk>/amend/", referrals.amend, name="referral-amend"),
    *(
        path(f"referrals/<uuid:pk>/{STEPS[name].path}", forwarding.page_of(name), name=STEPS[name].page)
        for name in REFERRAL_DOORS
    ),
    path("referrals/<uuid:pk>/handed-on/", forwarding.handed, name="referral-handed"),
    path("referrals/<uuid:pk>/forward/find/", forwarding.find, name="referral-forward-find"),
    path("sources/", sources.listing, name="sources"),
    path("sources/add/", sources.add, name="source-add"),
    path("sources/<uuid:pk>/", sources.change, name="source"),
    path("sources/<uuid:pk>/close/", sources.close, name="source-close"),
    path("sources/<uuid:pk>/reopen/", sources.reopen, name="source-reopen"),
    # Cases
    path("cases/", case_list.listing, name="cases"),
    path("cases/filters/", case_list.save, name="filter-save"),
    path("cases/filters/<uuid:pk>/delete/", case_list.delete, name="filter-delete"),
    path("cases/<uuid:pk>/", cases.page, name="case"),
    path(
        "cases/<uuid:pk>/mediators/<uuid:mediator>/conflict/", assignments.conflict, name="conflict-declare"
    ),
    # Mediators
    path("mediators/", mediators.listing, name="mediators"),
    path("mediators/<uuid:pk>/", mediators.page, name="mediator"),
    path("mediators/<uuid:pk>/qualification/", mediators.qualification, name="qualification"),
    path("mediators/<uuid:pk>/affiliations/", mediators.affiliation, name="affiliation-add"),
    path("affiliations/<uuid:pk>/end/", mediators.end, name="affiliation-end"),
    path("consent-texts/<slug:version>/<slug:language>/", consent_texts.consent_text, name="consent-text"),
    path("mediators/<uuid:pk>/time/", availability.of_mediator, name="mediator-time"),
    path("time/", availability.mine, name="my-time"),
    path("calendar/", calendars.page, name="my-calendar"),
    path("calendar/<str:token>/", calendars.feed, name="calendar-feed"),
    # What somebody said went wrong
    path("complaints/", complaints.listing, name="complaints"),
    path("complaints/<uuid:pk>/", complaints.page, name="complaint"),
    # Who looked at what
    path("records/", records.of_the_program, name="records"),
    path("cases/<uuid:pk>/records/", records.of_a_case, name="case-records"),
    # People
    path("cases/<uuid:pk>/people/", people.listing, name="case-people"),
    path("cases/<uuid:pk>/people/add/", people.add, name="participant-add"),
    path("people/<uuid:pk>/", people.edit, name="participant-edit"),
    path("cases/<uuid:pk>/eligibility/", screening.page, name="case-screening"),
    path("people/<uuid:pk>/letters/", letters.listing, name="letters"),
    path("letters/<uuid:pk>/", letters.page, name="letter"),
    path("people/<uuid:pk>/releases/", releases.listing, name="releases"),
    path("people/<uuid:pk>/releases/add/", releases.add, name="release-add"),
    path("releases/<uuid:pk>/revoke/", releases.revoke, name="release-revoke"),
    path("cases/<uuid:pk>/agreement/", agreements.page, name="case-agreement"),
    path("cases/<uuid:pk>/agreement/paper/<slug:language>/", papers.agreement, name="agreement-paper"),
    path("cases/<uuid:pk>/agreement/paper/<slug:language>/pdf/", papers.agreement_pdf, name="agreement-pdf"),
    # A participant's own page; the addresses say nothing, for they stay in a browser's history
    path("mine/", own_pages.home, name="own-home"),
    path("mine/about/", own_pages.about, name="own-about"),
    path("mine/answer/", own_pages.answer, name="own-answer"),
    path("mine/stop/", own_pages.stop, name="own-stop"),
    path("mine/wishes/", own_pages.choices, name="own-choices"),
    path("mine/wishes/<int:number>/", own_pages.choice, name="own-choice"),
    path("mine/ways/", own_pages.ways, name="own-ways"),
    path("mine/dates/", own_pages.dates, name="own-dates"),
    path("mine/dates/date.ics", own_pages.calendar, name="own-calendar"),
    path("mine/progress/", own_pages.progress, name="own-progress"),
    path("mine/passed-on/", own_pages.releases, name="own-releases"),
    path("mine/word/", own_pages.complaint, name="own-complaint"),
    path("mine/leave/", own_way_in.leave, name="own-leave"),
    path("mine/exit/", own_way_in.leave_at_once, name="own-exit"),
    path("mine/closed/", own_way_in.closed, name="own-closed"),
    path("mine/<str:token>/", own_way_in.link, name="own-link"),
    # Every step of a case, below what it is about
    *(
        path(f"{BELOW[step.about]}/<uuid:pk>/{step.path}", page_of(step), name=step.page)
        for step in CASE_STEPS
    ),
]

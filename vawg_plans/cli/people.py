"""Commands on people: who may do what."""

from __future__ import annotations

import argparse
import json

from vawg_plans.cli.terminal import ExitCode, acting, opened
from vawg_plans.config import Settings
from vawg_plans.domain.framework import Framework
from vawg_plans.domain.people import Held, Role
from vawg_plans.domain.permissions import as_markdown
from vawg_plans.services.people import (
    grant_role,
    people_of,
    person_of,
    release_account,
    revoke_role,
)


def _held(options: argparse.Namespace, framework: Framework) -> Held:
    return Held(options.role, framework.force(options.force).id if options.force else None)


def _place(held: Held, framework: Framework) -> str:
    return f" in {framework.forces[held.force_id].name}" if held.force_id else ""


def grant(options: argparse.Namespace, settings: Settings) -> int:
    with opened(settings) as (store, framework):
        held = _held(options, framework)
        actor = acting(store, options)
        person = grant_role(
            store, framework, actor, options.email, held, name=options.name, post=options.post
        )
        print(f"{person.email} is {held.role.label}{_place(held, framework)}.")
    return ExitCode.DONE


def revoke(options: argparse.Namespace, settings: Settings) -> int:
    with opened(settings) as (store, framework):
        held = _held(options, framework)
        actor = acting(store, options)
        person = person_of(store, actor, options.email)
        revoke_role(store, framework, actor, person.id, held)
        print(f"{person.email} is no longer {held.role.label}{_place(held, framework)}.")
    return ExitCode.DONE


def release(options: argparse.Namespace, settings: Settings) -> int:
    with opened(settings) as (store, _):
        actor = acting(store, options)
        person = release_account(store, actor, person_of(store, actor, options.email).id)
        print(f"The next account that signs in with {person.email} is bound to it.")
    return ExitCode.DONE


def people(options: argparse.Namespace, settings: Settings) -> int:
    with opened(settings) as (store, framework):
        force_id = framework.force(options.force).id if options.force else None
        found = people_of(store, acting(store, options), force_id)
    if options.json:
        print(
            json.dumps(
                [
                    {
                        "email": p.email,
                        "name": p.name,
                        "post": p.post,
                        "signed_in_before": p.bound,
                        "roles": [{"role": h.role.value, "force": h.force_id} for h in p.roles],
                    }
                    for p in found
                ],
                ensure_ascii=False,
            )
        )
        return ExitCode.DONE
    for person in found:
        roles = ", ".join(f"{h.role.label}{_place(h, framework)}" for h in person.roles)
        print(f"{person.email or 'erased'}  {person.name}: {roles or 'no role'}")
    if not found:
        print("Nobody has a role yet. Grant one: python -m vawg_plans grant EMAIL ROLE.")
    return ExitCode.DONE


def permissions(_: argparse.Namespace, __: Settings) -> int:
    print(as_markdown(), end="")
    return ExitCode.DONE


ROLES = [r for r in Role if r not in (Role.OPERATOR, Role.NOBODY)]

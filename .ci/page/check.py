"""Looks at the page as a person does, in a real browser, on a cluster.

    check.py URL [--token TOKEN] [--shots FOLDER] [--restart COMMAND]

Every check states one fact; it ends with 1 where one does not hold. COMMAND is called with `stop`,
to kill the server at URL, and with `start`, to have it back.
"""

import argparse
import json
import re
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect, sync_playwright

VIEWS = ["queue", "nodes", "history", "profiles", "health"]
WAIT = 30_000
HIDE = """isHidden => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => isHidden });
    document.dispatchEvent(new Event('visibilitychange')); }"""
# What a killed server leaves in the console is what this is about, and no fault of the page.
UNREACHED = re.compile(r"ERR_(CONNECTION|EMPTY_RESPONSE|INCOMPLETE|ABORTED|NETWORK)")


class Page:
    """A window on the cluster that remembers what the browser complained about."""

    def __init__(self, checks, **options):
        self.complaints = []
        self.context = checks.browser.new_context(**options)
        self.context.set_default_timeout(WAIT)
        if checks.token:
            self.context.add_cookies([{"name": "reelmill", "value": checks.token, "url": checks.url}])
        self.page = self.context.new_page()
        self.page.on("console", self.heard)
        self.page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        self.page.on("request", self.asked)
        self.url = checks.url

    def heard(self, message):
        if message.type in ("error", "warning") and not UNREACHED.search(message.text):
            self.complaints.append(f"{message.type}: {message.text}")

    def asked(self, request):
        if not request.url.startswith(self.url):
            self.complaints.append(f"asked elsewhere: {request.url}")

    def open(self, route="queue"):
        self.page.goto(f"{self.url}/#/{route}")
        expect(self.page.locator("#link")).to_contain_text("Live", timeout=WAIT)
        expect(self.page.locator("h1")).to_be_visible()
        return self.page

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.context.close()


class Checks:
    def __init__(self, browser, options):
        self.browser, self.url, self.options = browser, options.url.rstrip("/"), options
        self.token = options.token
        self.passed = self.failed = 0

    def run(self, name, check):
        began = time.monotonic()
        try:
            check()
        except Exception as error:  # The next checks say more than an end at the first.
            self.failed += 1
            print(f"FAILED  {name}\n        {str(error).strip()[:2000]}", flush=True)
        else:
            self.passed += 1
            print(f"ok      {name} ({time.monotonic() - began:.1f} s)", flush=True)

    # The page's policy refuses the browser driver's own way to wait.
    @staticmethod
    def until(page, condition, argument=None):
        deadline = time.monotonic() + WAIT / 1000
        while not page.evaluate(condition, argument):
            assert time.monotonic() < deadline, f"never: {condition}"
            page.wait_for_timeout(100)

    # Facts

    def noComplaints(self):
        with Page(self) as window:
            for view in VIEWS:
                window.open(view)
                window.page.wait_for_timeout(700)
            window.open("queue")
            window.page.locator("table.jobs a.film").first.click()
            expect(window.page.locator(".grid button, .pending").first).to_be_visible()
            assert not window.complaints, window.complaints

    def progressMoves(self):
        with Page(self) as window:
            page = window.open()
            expect(page.locator(".badge.is-running").first).to_be_visible(timeout=WAIT)
            sum_ = """() => [...document.querySelectorAll('table.jobs progress')]
                .reduce((sum, bar) => sum + bar.value, 0)
                + [...document.querySelectorAll('table.jobs tr')].length"""
            before = page.evaluate(sum_)
            self.until(page, f"before => ({sum_})() !== before", before)

    def hostileNames(self):
        with Page(self) as window:
            page = window.open()
            expect(page.locator("table.jobs").first).to_be_visible()
            text = page.locator("main").inner_text()
            assert "<img src=x onerror=" in text, "the name with markup is not shown as text"
            assert "\\u{202e}" in text, "the mark that turns the direction is not escaped"
            assert "\\n" in text, "the line break is not escaped"
            assert page.title() == "Reelmill", page.title()
            assert page.locator("main img, main script").count() == 0
            assert not window.complaints, window.complaints
            self.noSidewaysScroll(page)

    def cancel(self):
        with Page(self) as window:
            page = window.open()
            key = page.locator("table.jobs tbody tr").last.locator("a.film").get_attribute("href")
            row = page.locator(f'tr:has(a[href="{key}"])')
            row.locator(".more-button").click()
            page.get_by_role("button", name=re.compile("Cancel the job")).click()
            dialog = page.locator("dialog[open]")
            expect(dialog.get_by_role("heading")).to_have_text("Cancel this job?")
            expect(dialog.locator(".says li").first).to_contain_text(re.compile("lost|done|encoded"))
            dialog.get_by_role("button", name="Cancel the job").click()
            expect(dialog).to_have_count(0)
            self.until(
                page, """key => { const link = document.querySelector(`a[href="${key}"]`);
                    return !link || link.closest('tr').innerText.includes('Cancelling'); }""", key)
            assert not window.complaints, window.complaints

    def keyboardOnly(self):
        with Page(self) as window:
            page = window.open()
            page.keyboard.press("Tab")
            assert page.evaluate("document.activeElement.className") == "skip", "no skip link first"
            page.keyboard.press("Enter")
            assert page.evaluate("document.activeElement.id") == "main"
            page.keyboard.press("j")
            ring = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert ring != "none", "the focus cannot be seen"
            page.keyboard.press("a")
            expect(page.locator("#menu")).to_be_visible()
            page.keyboard.press("ArrowDown")
            page.keyboard.press("Escape")
            expect(page.locator("#menu")).to_be_hidden()
            page.keyboard.press("k")
            page.keyboard.press("j")
            page.keyboard.press("Enter")
            self.until(page, "() => location.hash.startsWith('#/jobs/')")
            expect(page.locator("h1")).to_be_focused()
            page.keyboard.press("g")
            page.keyboard.press("n")
            self.until(page, "() => location.hash === '#/nodes'")
            page.keyboard.press("?")
            expect(page.locator("dialog[open]")).to_be_visible()
            page.keyboard.press("Escape")
            expect(page.locator("dialog[open]")).to_have_count(0)
            page.keyboard.press("g")
            page.keyboard.press("h")
            self.until(page, "() => location.hash === '#/history'")
            page.keyboard.press("/")
            assert page.evaluate("document.activeElement.type") == "search"

    def pauseAndResume(self):
        with Page(self) as window:
            page = window.open()
            page.locator("#bar").get_by_role("button", name="Pause").click()
            page.locator("dialog").get_by_role("button", name="Pause all").click()
            expect(page.locator(".notice", has_text="paused")).to_be_visible()
            page.locator("#bar").get_by_role("button", name="Resume").click()
            expect(page.locator(".notice", has_text="paused")).to_have_count(0)

    def drainAndResume(self):
        with Page(self) as window:
            page = window.open("nodes")
            card = page.locator(".node.is-live").last
            name = card.locator("h2").inner_text()
            card = page.locator(".node", has=page.locator("h2", has_text=name))
            card.get_by_role("button", name=re.compile("Drain")).click()
            page.locator("dialog").get_by_role("button", name="Drain").click()
            expect(card.get_by_text("Draining")).to_be_visible()
            card.get_by_role("button", name="Resume").click()
            expect(card.get_by_text("Live")).to_be_visible()

    def encodeAgain(self):
        with Page(self) as window:
            page = window.open("history")
            page.locator("table.history .act button").first.click()
            dialog = page.locator("dialog[open]")
            expect(dialog.locator(".says li").first).to_contain_text(re.compile("source"))
            dialog.get_by_role("button", name="Leave it").click()
            expect(dialog).to_have_count(0)

    def accessible(self):
        for scheme in ("light", "dark"):
            for view in [*VIEWS, "job", "menu", "dialog"]:
                # The checker brings its own script, which the policy would refuse.
                with Page(self, color_scheme=scheme, bypass_csp=True, reduced_motion="reduce",
                          viewport={"width": 1280, "height": 900}) as window:
                    page = window.open(view if view in VIEWS else "queue")
                    self.reach(page, view)
                    found = Axe().run(page).response["violations"]
                    told = [f"{one['id']}: {one['nodes'][0]['html'][:160]} "
                            f"{one['nodes'][0].get('failureSummary', '')[:200]}" for one in found]
                    assert not told, f"{view} in {scheme}: " + "\n".join(told)

    def reach(self, page, view):
        if view == "job":
            page.locator("table.jobs a.film").first.click()
            expect(page.locator(".gantt-picture, .pending").first).to_be_visible()
        elif view == "menu":
            page.locator(".more-button").first.click()
        elif view == "dialog":
            page.locator("#bar").get_by_role("button", name="Pause").click()
        page.wait_for_timeout(600)

    def phone(self):
        with Page(self, viewport={"width": 360, "height": 740}, is_mobile=True,
                  has_touch=True) as window:
            for view in [*VIEWS, "job"]:
                page = window.open(view if view in VIEWS else "queue")
                self.reach(page, view)
                self.noSidewaysScroll(page, view)
                small = page.evaluate("""() => [...document.querySelectorAll('button, a, input')]
                    .filter(one => one.offsetParent && !one.closest('p, td, th, dd, li, .crumbs'))
                    .map(one => [one.outerHTML.slice(0, 80), one.getBoundingClientRect()])
                    .filter(([, box]) => box.width > 1 && (box.width < 24 || box.height < 24))
                    .map(([html]) => html)""")
                assert not small, f"too small to tap in {view}: {small}"

    @staticmethod
    def noSidewaysScroll(page, view="queue"):
        over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert over <= 0, f"{view} is {over} pixels wider than the window"

    def reconnects(self):
        with Page(self) as window:
            page = window.open()
            keys = "() => [...document.querySelectorAll('table.jobs a.film')].map(one => one.hash)"
            assert page.evaluate(keys), "there is no job to look at"
            gone = subprocess.run([*self.options.restart, "stop"], check=True)
            expect(page.locator("#link")).to_contain_text(
                re.compile("Reconnecting|Stale"), timeout=WAIT)
            expect(page.locator("#link")).to_contain_text("Stale since", timeout=WAIT)
            assert page.evaluate(keys), "what was known is not shown any more"
            subprocess.run([*self.options.restart, "start"], check=True)
            expect(page.locator("#link")).to_contain_text("Live", timeout=90_000)
            page.wait_for_timeout(1_500)
            found = page.evaluate(keys)
            assert len(found) == len(set(found)), f"there twice: {found}"
            # For some seconds after it is back nobody coordinates, and a browser tells of each 503.
            told = [one for one in window.complaints if "503" not in one]
            assert gone.returncode == 0 and not told, told

    def hidden(self):
        with Page(self) as window:
            page = window.open()
            page.evaluate(HIDE, True)
            expect(page.locator("#link")).to_contain_text("Resting")
            page.evaluate(HIDE, False)
            expect(page.locator("#link")).to_contain_text("Live")

    def polls(self):
        with Page(self) as window:
            window.context.route("**/api/v1/events", lambda route: route.abort())
            page = window.page
            page.goto(f"{self.url}/#/queue")
            expect(page.locator("#link")).to_contain_text("Live, every 5 s", timeout=60_000)
            expect(page.locator("table.jobs").first).to_be_visible()

    def state(self):
        return json.load(urllib.request.urlopen(f"{self.url}/api/v1/state"))

    def moves(self):
        state = self.state()
        line = {**state["jobs"][0], "state": "waiting", "running": []}
        first, last = [{**line, "key": key, "place": place, "waitsFor": f"behind {place} jobs"}
                       for key, place in (("first_1.0", 1), ("last_2.0", 2))]
        places = [{"key": "first_1.0", "place": 3, "waitsFor": "behind 77 jobs"}]
        text = "".join(f"event: {name}\ndata: {json.dumps(body)}\n\n" for name, body in (
            ("state", {**state, "jobs": [first, last]}),
            ("jobs", {"changed": [], "places": places, "gone": [], "total": 2})))
        with Page(self) as window:
            window.context.route("**/api/v1/events", lambda route: route.fulfill(
                body=text, content_type="text/event-stream"))
            window.page.goto(f"{self.url}/#/queue")
            films = window.page.locator("table.jobs a.film")
            expect(films).to_have_count(2)
            assert "last_2.0" in films.nth(0).get_attribute("href"), "the first is still the first"
            expect(window.page.locator("table.jobs").first).to_contain_text("Behind 77 jobs")

    def old(self):
        state = self.state()
        state.update(isStale=True, asOf="2026-01-01T00:00:07Z",
                     troubles=["the spool has not answered for 20 seconds"])
        with Page(self) as window:
            window.context.route("**/api/v1/events", lambda route: route.abort())
            window.context.route("**/api/v1/state", lambda route: route.fulfill(json=state))
            window.page.goto(f"{self.url}/#/queue")
            expect(window.page.locator("#link")).to_contain_text(
                re.compile(r"Stale since .*:07"), timeout=60_000)

    def signsIn(self):
        with Page(self) as window:
            known = []

            def answer(route):
                if route.request.url.endswith("/session"):
                    known.append(route.request.post_data_json["token"])
                    route.fulfill(status=204 if known[-1] == "right" else 401, body="")
                elif "right" in known:
                    route.continue_()
                else:
                    route.fulfill(status=401, json={"title": "a token is needed"})

            window.context.route("**/api/v1/**", answer)
            page = window.page
            page.goto(f"{self.url}/#/queue")
            field = page.get_by_label("Token")
            expect(field).to_be_focused()
            # Who looks for the token elsewhere comes back to a page that was hidden.
            page.evaluate(HIDE, True)
            page.evaluate(HIDE, False)
            field.fill("wrong")
            field.press("Enter")
            expect(page.get_by_role("alert")).to_contain_text("not the token")
            field.fill("right")
            field.press("Enter")
            expect(page.locator("#link")).to_contain_text("Live")
            expect(page.locator(".card").first).to_be_visible()

    def asksOn(self):
        with Page(self) as window:
            page = window.open()
            asked = []

            def answer(route):
                asked.append(route.request.url)
                if len(asked) < 3:
                    route.fulfill(status=503, json={"detail": "busy for a while"})
                else:
                    route.continue_()

            window.context.route(re.compile(r"/api/v1/jobs/[^/]+$"), answer)
            page.locator("table.jobs a.film").first.click()
            expect(page.locator(".notice", has_text="busy for a while")).to_be_visible()
            expect(page.locator(".grid button, .panel .pending").first).to_be_visible()
            expect(page.locator(".notice", has_text="busy for a while")).to_have_count(0)
            assert len(asked) >= 3, asked

    def saysWhyNot(self):
        with Page(self) as window:
            window.context.route("**/api/v1/**", lambda route: route.fulfill(
                status=503, json={"detail": "the spool cannot be read", "hint": "reelmill doctor"}))
            window.page.goto(f"{self.url}/#/queue")
            expect(window.page.locator("main")).to_contain_text("the spool cannot be read")
            expect(window.page.locator("main code")).to_have_text("reelmill doctor")
            window.context.unroute_all()
            expect(window.page.locator(".card").first).to_be_visible(timeout=60_000)

    def reducedMotion(self):
        with Page(self, reduced_motion="reduce") as window:
            page = window.open()
            moving = page.evaluate("""() => document.getAnimations().length""")
            assert moving == 0, f"{moving} things move"

    def forcedColors(self):
        with Page(self, forced_colors="active") as window:
            page = window.open()
            words = page.locator("table.jobs .badge").all_inner_texts()
            assert words and all(word.strip() for word in words), words

    # Pictures

    def shots(self, folder):
        for name, route, scheme, width, height in (
                ("queue", "queue", "light", 1280, 800), ("job", "job", "light", 1280, 800),
                ("nodes", "nodes", "dark", 1280, 800), ("history", "history", "light", 1280, 800),
                ("phone", "queue", "light", 390, 844)):
            with Page(self, color_scheme=scheme, viewport={"width": width, "height": height},
                      reduced_motion="reduce") as window:
                page = window.open(route if route in VIEWS else "queue")
                if route == "job":
                    page.locator("tr.is-running a.film").last.click()
                page.wait_for_timeout(20_000)
                page.screenshot(path=folder / f"page-{name}.png")


def main():
    reading = argparse.ArgumentParser()
    reading.add_argument("url")
    reading.add_argument("--token", default="")
    reading.add_argument("--shots", type=Path)
    reading.add_argument("--restart", nargs="*", default=[])
    reading.add_argument("--only", default="")
    reading.add_argument("--browser", default="/usr/bin/chromium")
    options = reading.parse_args()
    expect.set_options(timeout=WAIT)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=options.browser, args=["--no-sandbox"])
        checks = Checks(browser, options)
        facts = {
            "progress moves by itself": checks.progressMoves,
            "no complaint of the browser in any view, under the real policy": checks.noComplaints,
            "hostile names are shown as text": checks.hostileNames,
            "everything can be reached by keys": checks.keyboardOnly,
            "no finding of axe in any view, light and dark": checks.accessible,
            "a phone needs no sideways scroll": checks.phone,
            "nothing moves where no motion is asked for": checks.reducedMotion,
            "states are words, too": checks.forcedColors,
            "a hidden page rests": checks.hidden,
            "what waits moves to its new place": checks.moves,
            "without a stream it asks every 5 s": checks.polls,
            "a node that cannot read the spool: stale since": checks.old,
            "a token is asked for, and found elsewhere meanwhile": checks.signsIn,
            "a job that could not be asked for is asked for again": checks.asksOn,
            "why nothing can be shown is said, and it goes on by itself": checks.saysWhyNot,
            "pause and resume of the cluster": checks.pauseAndResume,
            "drain and resume of a node": checks.drainAndResume,
            "encode again says what will happen": checks.encodeAgain,
            "a job is cancelled, and what is lost is said before": checks.cancel,
        }
        if options.restart:
            facts["a killed server: stale, then live again, no row twice"] = checks.reconnects
        for name, check in facts.items():
            if options.only in name:
                checks.run(name, check)
        if options.shots:
            options.shots.mkdir(parents=True, exist_ok=True)
            checks.shots(options.shots)
        browser.close()
    print(f"{checks.passed} passed, {checks.failed} failed")
    sys.exit(1 if checks.failed else 0)


if __name__ == "__main__":
    main()

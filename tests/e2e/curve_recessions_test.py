"""[[curve_recessions]] through the public command: leads, survival, steepening, the expected path.

Behaviour -> test
  open monthly curve: 331 days, false positive of 1966, steepening      -> test_monthly
  survival median by hand from the table of leads                       -> test_survival_agrees_with_the_leads
  daily curve: 1998 with two days in a row, 1965 with single days       -> test_daily
  the daily chart stays small                                           -> test_daily_note_is_small
  an earlier as-of date: pending, what came later is not known          -> test_as_of
  a forecast is left out before its date and after its end              -> test_expected_path
  figures too old to speak of today; a single lead                      -> test_old_figures
  wrong input is refused at its place                                   -> test_refusals
"""
import unittest

from rerate_command import LICENSED, PROJECT, RerateTest, column, needs_licensed_data, number, section

NOTE = PROJECT / "studies/note-2025-06.toml"
HEAD = '[study]\ntitle = "T"\npacks = ["open"]\nas_of = "2025-06-02"\n'
CURVE = '[[curve_recessions]]\nid = "c"\ncurve = "rates.gs10 - bey(rates.tb3ms)"\n'
PATH = 'consensus = { source = "a survey", date = "2025-05-15", periods = ["2025Q3", "2025Q4"], curve = [0.2, 0.6] }\n'


def chart(results, wanted, name):
    return next(one for one in section(results, wanted)["charts"] if one["id"] == name)


def false_positives(results, wanted):
    rows = zip(column(results, wanted, "leads", "start"), column(results, wanted, "leads", "outcome"))
    return [start for start, outcome in rows if outcome == "false positive"]


class CurveRecessions(RerateTest):
    def study(self, more="", head=HEAD):
        return self.write("study.toml", head + CURVE + more)

    def note(self, *options):
        return self.run_study(NOTE, "--pack", f"licensed={LICENSED}", *options)

    def test_monthly(self):
        results = self.run_study(self.study())
        self.assertEqual(round(number(results, "c", "mean_lead_days")), 331)
        self.assertEqual(false_positives(results, "c"), ["1966-01"])
        self.assertEqual(number(results, "c", "pending"), 1)
        steepened = dict(zip(column(results, "c", "steepening", "peak"), column(results, "c", "steepening", "steepened")))
        self.assertEqual([peak for peak, word in steepened.items() if word == "no"], ["1969-12", "1973-11"])
        lower = dict(zip(column(results, "c", "steepening", "peak"), column(results, "c", "steepening", "lower_after")))
        self.assertEqual(lower["1980-01"], "1980-03")
        self.assertEqual([peak for peak, month in lower.items() if month], ["1957-08", "1980-01"])
        self.assertEqual(number(results, "c", "steepening_before") + number(results, "c", "steepening_exceptions"),
                         len(steepened))
        self.assertEqual(section(results, "c")["lights"][0]["title"], "Yield curve")
        self.assertEqual(section(results, "c")["lights"][0]["state"], "watch")

    # Nine inversions: seven leads, a false positive whose stretch outlasts them, and one pending that is censored after the
    # longest lead: each lead takes a ninth, so half is over with the fifth.
    def test_survival_agrees_with_the_leads(self):
        results = self.run_study(self.study())
        leads = sorted(days for days in column(results, "c", "leads", "lead_days") if days is not None)
        self.assertEqual(column(results, "c", "survival", "days"), leads)
        self.assertEqual(number(results, "c", "survival_median_days"), leads[4])
        for share, expected in zip(column(results, "c", "survival", "survival"), range(8, 1, -1)):
            self.assertAlmostEqual(share, 100 * expected / 9, places=9)
        self.assertEqual(sum(column(results, "c", "survival", "censored")), 0)

    @needs_licensed_data
    def test_daily(self):
        daily = "curve-recessions-daily"
        results = self.note()
        self.assertEqual(false_positives(results, daily), ["1966-01-04", "1998-09-10"])
        self.assertEqual(number(results, daily, "recessions"), 7)
        self.assertEqual(number(results, daily, "steepening_lower_after"), 1)
        lower = zip(column(results, daily, "steepening", "peak"), column(results, daily, "steepening", "lower_after"))
        self.assertEqual([peak for peak, day in lower if day], ["1980-01"])
        self.assertEqual(number(results, daily, "survival_median_days"), 461)
        self.assertEqual(round(number(results, "curve-recessions", "mean_lead_days")), 331)
        single = self.note("--set", f"{daily}.n_in=1")
        self.assertEqual(false_positives(single, daily), ["1965-12-20", "1998-09-10"])
        ten = self.note("--set", f"{daily}.n_in=10")
        self.assertEqual(false_positives(ten, daily), ["1966-01-04"])

    @needs_licensed_data
    def test_daily_note_is_small(self):
        results = self.note()
        points = [len(rows) for one in section(results, "curve-recessions-daily")["charts"]
                  for name, rows in one["spec"]["datasets"].items() if name.startswith("line")]
        self.assertGreater(max(points), 1000)
        self.assertLess(sum(points), 4000)

    def test_as_of(self):
        late, early = self.run_study(self.study()), self.run_study(self.study(), "--as-of", "2007-11-30")
        self.assertEqual(dict(zip(column(early, "c", "leads", "start"), column(early, "c", "leads", "outcome")))["2006-08"],
                         "pending")
        known = [row for row in section(late, "c")["tables"]["leads"]["rows"] if row[0] and row[0] < "2006"]
        self.assertEqual([row for row in section(early, "c")["tables"]["leads"]["rows"] if row[0] and row[0] < "2006"],
                         known)
        peaks = column(early, "c", "steepening", "peak")
        self.assertEqual(max(peaks), "2001-03")
        late_rows = section(late, "c")["tables"]["steepening"]["rows"]
        self.assertEqual(section(early, "c")["tables"]["steepening"]["rows"], [row for row in late_rows if row[0] in peaks])

    def test_expected_path(self):
        told = self.run_study(self.study(PATH))
        self.assertEqual(number(told, "c", "months_to_positive"), 0)
        self.assertAlmostEqual(number(told, "c", "expected_curve"), 0.6)
        self.assertEqual(column(told, "c", "path", "period"), ["2025Q3", "2025Q4"])
        drawn = chart(told, "c", "path")["spec"]["datasets"]["line_2"]
        self.assertEqual([round(point["y"], 2) for point in drawn[1:]], [0.2, 0.6])
        inverted = self.run_study(self.study(PATH.replace("2025-05-15", "2024-01-15")), "--as-of", "2024-08-31")
        self.assertEqual(number(inverted, "c", "months_to_positive"), 14)  # from 2024-07, the newest known, to the end of 2025Q3
        before = self.run_study(self.study(PATH), "--as-of", "2025-05-14")
        self.assertNotIn("months_to_positive", section(before, "c")["numbers"])
        self.assertTrue(any("after the as-of date" in warning for warning in section(before, "c")["warnings"]))
        over = self.run_study(self.study(PATH.replace("2025Q", "2023Q")))
        self.assertTrue(any("ended in 2023Q4" in warning for warning in section(over, "c")["warnings"]))

    def test_old_figures(self):
        old = self.run_study(self.study("inverted_below = 100\n"), "--as-of", "2100-01-01")
        found = section(old, "c")
        self.assertEqual(found["lights"][0]["state"], "neutral")
        self.assertRegex(found["lights"][0]["text"], r"^in [A-Z][a-z]+ 20\d\d: [+-]")
        self.assertTrue(any("whether it is inverted today is not known" in one for one in found["warnings"]))
        self.assertIn("The mean rests on 1 recession.", found["warnings"])
        fresh = self.run_study(self.study())
        self.assertFalse(any("not known" in one for one in section(fresh, "c")["warnings"]))

    def test_refusals(self):
        def refused(more, code, says, *options):
            return self.refused("run", self.study(more), "--out", self.folder / "out", *options, code=code, says=says)

        refused("survival = true\n", "RR604", ["study.toml:8", "at least 5 inversions"], "--as-of", "1985-06-30")
        self.assertIsNone(number(self.run_study(self.study(), "--as-of", "1985-06-30"), "c", "survival_median_days"))
        refused("n_in = 0\n", "RR401", ["study.toml:8", "between 1 and 100000"])
        refused("n_in = 5000\n", "RR601", ["study.toml:7", "for 5000 figures in a row"])
        refused("inverted_below = -50\n", "RR601", ["study.toml:8", "never below -50"])
        refused('peaks = "nber.recession"\n', "RR603", ["study.toml:8", "looks like an indicator of recessions"])
        gdp = self.write("study.toml", HEAD + CURVE.replace("rates.gs10 - bey(rates.tb3ms)", "macro.gdpc1"))
        self.refused("run", gdp, "--out", self.folder / "out", code="RR505", says=["study.toml:7", "is a level"])
        refused("steepning = 0.5\n", "RR401", "steepening")
        refused("steepening = -0.5\n", "RR401", "must not be negative")
        refused(PATH.replace("0.2, 0.6", "0.2"), "RR401", "1 figures for 2 periods")
        refused(PATH.replace("0.6", "600"), "RR401", ["study.toml:8", "600 pp"])
        refused(PATH.replace("2025Q4", "2025Q2"), "RR401", "must rise")
        refused(PATH.replace("2025Q3", "soon"), "RR401", "no quarter and no month")


if __name__ == "__main__":
    unittest.main()

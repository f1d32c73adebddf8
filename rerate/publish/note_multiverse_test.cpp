// Behaviour -> test
//   shares and figures in words, never all or nothing when they are not ............ FigureText.*
//   the badge, its facts and its alternative text .................................... Fragility.*
//   the strip: marks in their places, nothing for what is not finite ................ FragilityStrip.*
//   the row of characters: width, ASCII ............................................... FragilityRow.*
//   verdicts: each with a shape, words and a colour ................................... ClaimVerdict.*
//   the note: badges, the folded curve, callouts, the table of claims ............... MultiverseNote.*
//   which exhibits are folded, and where claims stand ................................ MultiverseNote.FoldsItsExhibits
//   the terminal: rows of figures, claims, all widths, colours only when asked ...... MultiverseTerminal.*
//   hostile text stays text ............................................................. MultiverseNote.HostileTextStaysText
#include "rerate/publish/note_multiverse.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <sstream>

#include "rerate/publish/chart_for_test.h"
#include "rerate/publish/claim_verdict.h"
#include "rerate/publish/exhibit_order.h"
#include "rerate/publish/fragility_strip.h"
#include "rerate/publish/fragility_words.h"
#include "rerate/publish/note_html.h"
#include "rerate/publish/sample_results.h"
#include "rerate/publish/terminal.h"
#include "rerate/publish/terminal_multiverse.h"
#include "rerate/publish/terminal_text.h"

namespace rerate {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

NumberFragility episodes() {
  return {.definitions = 63,
          .min = 10,
          .p05 = 11,
          .median = 17,
          .p95 = 23,
          .max = 24,
          .same_sign = 0.94,
          .significant = std::nullopt,
          .percentile = 12,
          .strip = {10, 11, 17, 23, 24}};
}

std::vector<std::string> told(const std::vector<Fact>& facts) {
  std::vector<std::string> lines;
  for (const Fact& fact : facts) lines.push_back(fact.label + " " + fact.text);
  return lines;
}

TEST(FigureText, TellsSharesHonestly) {
  EXPECT_EQ(share_text(0.94), "94%");
  EXPECT_EQ(share_text(0), "0%");
  EXPECT_EQ(share_text(1), "100%");
  EXPECT_EQ(share_text(0.001), "<1%");
  EXPECT_EQ(share_text(0.999), ">99%");
  EXPECT_EQ(share_text(kMissing), "\u2013");
}

TEST(FigureText, TellsByUnitAndKind) {
  EXPECT_EQ(figure_range(10, 24, "count"), "10 to 24");
  EXPECT_EQ(figure_range(17, 17, "count"), "17");
  EXPECT_EQ(figure_range(0.002, 0.4, "probability", usual_telling("probability")), "0.002 to 0.40");
  EXPECT_EQ(figure_range(0.12, 0.34, "probability", Told::chance), "12% to 34%");
  EXPECT_EQ(figure_text(11.6, "percent", Told::place), "12th");
  EXPECT_EQ(figure_text(kMissing, "percent", Told::place), "\u2013");
}

TEST(Fragility, IsABadge) {
  NumberFragility fragility = episodes();
  EXPECT_EQ(fragility_badge(fragility, "count", Told::plain),
            "10 to 24\u00a0· 63\u00a0definitions\u00a0· same\u00a0sign\u00a094%");
  EXPECT_EQ(fragility_sentence(fragility, "count", Told::plain),
            "10 to 24 over 63 definitions, same sign 94%");
  fragility.same_sign = kMissing;
  fragility.definitions = 1;
  EXPECT_EQ(fragility_badge(fragility, "count", Told::plain), "10 to 24\u00a0· 1\u00a0definition");
}

// A strip has no scale: 0.081 to 0.084 would look as far apart as 10 to 24.
TEST(Fragility, IsNotDrawnWhereItReadsAsOne) {
  Number brier{.name = "brier", .value = 0.082, .unit = "ratio"};
  brier.fragility = NumberFragility{.definitions = 4,
                                    .min = 0.0812,
                                    .p05 = 0.0812,
                                    .median = 0.082,
                                    .p95 = 0.0838,
                                    .max = 0.0838,
                                    .significant = std::nullopt};
  EXPECT_TRUE(reads_as_one(*brier.fragility, brier.unit, Told::plain));
  KeyFigure figure{.label = "Brier score", .text = "0.08", .number = &brier};
  EXPECT_THAT(fragility_badge_html(figure), HasSubstr("0.08\u00a0· 4\u00a0definitions"));
  EXPECT_THAT(fragility_badge_html(figure), Not(HasSubstr("<svg")));
  EXPECT_THAT(fragility_badge_html(figure), Not(HasSubstr("Diamond")));
  brier.fragility->max = 0.3;
  EXPECT_FALSE(reads_as_one(*brier.fragility, brier.unit, Told::plain));
  EXPECT_THAT(fragility_badge_html(figure), HasSubstr("<svg"));
}

TEST(Fragility, TellsItsFigures) {
  NumberFragility fragility = episodes();
  EXPECT_THAT(told(fragility_facts(fragility, "count", Told::plain)),
              ElementsAre("Least 10", "5% 11", "Median 17", "95% 23", "Most 24", "Same sign 94%",
                          "This figure 12th percentile"));
  fragility.same_sign = fragility.percentile = kMissing;
  fragility.significant = 0.41;
  fragility.flip = "until 50 instead of 51 turns the sign";
  EXPECT_THAT(told(fragility_facts(fragility, "count", Told::plain)),
              ElementsAre("Least 10", "5% 11", "Median 17", "95% 23", "Most 24", "Significant 41%",
                          "Nearest flip Until 50 instead of 51 turns the sign"));
  EXPECT_THAT(fragility_alternative(fragility, 12, "count", Told::plain),
              HasSubstr("nine tenths of them 11 to 23, median 17; this figure is 12"));
}

TEST(Fragility, TellsWhatLookingCosts) {
  SectionMultiverse multiverse{.size = "1,200,000", .definitions = 10000, .distinct = 812, .whole = false};
  EXPECT_THAT(
      told(multiverse_facts(multiverse)),
      ElementsAre("Definitions 10,000, an even sample of 1,200,000; 812 of them differ in what they did"));
  multiverse = {.definitions = 63,
                .distinct = 63,
                .looks = 1240,
                .p = 0.03,
                .p_adjusted = 0.21,
                .p_adjusted_by = "Romano-Wolf"};
  EXPECT_THAT(
      told(multiverse_facts(multiverse)),
      ElementsAre("Definitions 63, every combination of the choices",
                  "Looks 1,240 definitions of this section so far, with these",
                  "Price of looking p = 0.030 alone; p = 0.21 corrected for the looking, by Romano-Wolf"));
}

TEST(FragilityStrip, MarksWhereFiguresLie) {
  const std::string svg = fragility_strip(episodes(), 24);
  EXPECT_THAT(svg, StartsWith("<svg class=\"strip\""));
  EXPECT_THAT(svg, HasSubstr("aria-hidden=\"true\""));
  EXPECT_THAT(svg, HasSubstr("class=\"whole\" d=\"M6.0 9H170.0\""));
  EXPECT_THAT(svg, HasSubstr("class=\"own\" d=\"M170.0 "));
  EXPECT_EQ(count_of(svg, "v8"), 5);
}

TEST(FragilityStrip, ShowsZeroWhereTheSignIsInDoubt) {
  NumberFragility mean = episodes();
  EXPECT_FALSE(crosses_zero(mean));  // all of one sign
  EXPECT_THAT(fragility_strip(mean, 12), Not(HasSubstr("class=\"zero\"")));
  mean.min = -14;  // to 24
  EXPECT_TRUE(crosses_zero(mean));
  EXPECT_THAT(fragility_strip(mean, 12), HasSubstr("class=\"zero\" d=\"M66.4 0V18\""));
  EXPECT_EQ(fragility_row(mean, 12, 20, true), "├──────┊─────◆▒▒┃▒▒▒");
  EXPECT_EQ(fragility_row(mean, 12, 20, false), "|------0-----*==!===");
  mean.same_sign = kMissing;  // a count has no side
  EXPECT_FALSE(crosses_zero(mean));
}

TEST(FragilityStrip, HoldsANumberOutsideItsDefinitions) {
  const std::string svg = fragility_strip(episodes(), 38);
  EXPECT_THAT(svg, HasSubstr("class=\"own\" d=\"M170.0 "));
  EXPECT_THAT(svg, HasSubstr("class=\"whole\" d=\"M6.0 9H88.0\""));
}

TEST(FragilityStrip, SurvivesOddOnes) {
  NumberFragility fragility = episodes();
  fragility.min = kMissing;
  EXPECT_EQ(fragility_strip(fragility, 12), "");
  EXPECT_EQ(fragility_row(fragility, 12, 20, true), "");
  fragility.min = -1e308;
  fragility.max = 1e308;
  fragility.strip = {kMissing, -1e308, 1e308};
  EXPECT_THAT(fragility_strip(fragility, kMissing), Not(HasSubstr("class=\"own\"")));
  NumberFragility one = episodes();
  one.min = one.p05 = one.median = one.p95 = one.max = 3;
  one.strip = {3, 3};
  EXPECT_EQ(count_of(fragility_strip(one, 3), "v8"), 1);
  std::vector<double> many;
  for (int i = 0; i < 20000; ++i) many.push_back(10 + 14 * i / 20000.0);
  fragility = episodes();
  fragility.strip = many;
  EXPECT_LT(fragility_strip(fragility, 12).size(), 4000u);
}

TEST(FragilityRow, DrawsCharacters) {
  EXPECT_EQ(fragility_row(episodes(), 12, 15, true), "├▒◆▒▒▒▒┃▒▒▒▒▒▒┤");
  EXPECT_EQ(fragility_row(episodes(), 12, 15, false), "|=*====!======|");
  EXPECT_EQ(display_columns(fragility_row(episodes(), 12, 1, true)), 8);
}

TEST(ClaimVerdict, LooksDiffer) {
  std::set<std::string_view> shapes, symbols, ascii;
  for (const char* verdict : {"exact", "within rounding", "only under other rules", "not reproduced", "?"}) {
    shapes.insert(verdict_look(verdict).shape);
    symbols.insert(verdict_look(verdict).symbol);
    ascii.insert(verdict_look(verdict).ascii);
  }
  EXPECT_EQ(shapes.size(), 5u);
  EXPECT_EQ(symbols.size(), 5u);
  EXPECT_EQ(ascii.size(), 5u);
  EXPECT_EQ(verdict_look("not reproduced").colour, "stress");
  EXPECT_THAT(verdict_mark("only under other rules"), StartsWith("<svg class=\"verdict-mark watch\""));
}

TEST(ClaimVerdict, TellsWhatWasFound) {
  JudgedClaim claim{.words = "a year ahead",
                    .claimed = "mean_lead_days 340",
                    .found = "mean_lead_days 331",
                    .verdict = "not reproduced",
                    .rule = "as in the study",
                    .miss = "mean_lead_days off by 9",
                    .definitions = 63};
  EXPECT_THAT(
      told(claim_facts(claim)),
      ElementsAre("Claimed mean lead days 340", "Found mean lead days 331", "Best rule as in the study",
                  "Miss mean lead days off by 9", "Reproduced by none of 63 definitions"));
  EXPECT_EQ(claim_words(claim), "a year ahead");
  claim.words = claim.claimed;
  EXPECT_EQ(claim_words(claim), "mean lead days 340");
  claim.definitions = 1;
  EXPECT_EQ(reproduction_text(claim), "");
  EXPECT_THAT(told(claim_facts(claim)),
              ElementsAre("Found mean lead days 331", "Miss mean lead days off by 9"));  // one rule only
  claim = {.miss = "exact", .definitions = 63, .reproducing = 3, .exactly = 3, .changed = 2};
  EXPECT_THAT(told(claim_facts(claim)),
              ElementsAre("Reproduced by 3 of 63 definitions; the nearest changes 2 choices"));
  claim = {.miss = "exact", .definitions = 576, .reproducing = 24, .exactly = 8, .changed = 1};
  EXPECT_THAT(told(claim_facts(claim)),
              ElementsAre("Reproduced by 24 of 576 definitions (8 exactly, 16 within rounding); the nearest "
                          "changes 1 choice"));
  claim = {.rule = "as in the study, from given figures", .miss = "exact", .definitions = 1, .given = true};
  EXPECT_THAT(told(claim_facts(claim)), ElementsAre("Rule as in the study, from given figures"));
}

TEST(MultiverseNote, PutsBadgesBesideFigures) {
  const std::string page = note_html(multiverse_results());
  EXPECT_EQ(count_of(page, "<dd class=\"fragile\"><details><summary aria-label=\"Fragility of "), 4);
  EXPECT_EQ(count_of(page, "<svg class=\"strip\""), 4);
  // What the strip shows, in words, and whose it is.
  EXPECT_THAT(page,
              HasSubstr("<summary aria-label=\"Fragility of Mean: \u22124.8 to 9.3 pp over 216 definitions"));
  EXPECT_THAT(page, HasSubstr("216\u00a0definitions\u00a0· same\u00a0sign\u00a076%"));
  EXPECT_THAT(page, HasSubstr("bar: 5% to 95%; dotted: zero</p>"));
  EXPECT_THAT(page, HasSubstr("<p>Nearest flip: Until at or above 0"));
  // Only the lead number leads on to the curve, which is there.
  EXPECT_EQ(count_of(page, "<a href=\"#manufacturing-lows-definitions\">"), 1);
  EXPECT_EQ(count_of(page, "id=\"manufacturing-lows-definitions\""), 1);
  EXPECT_THAT(fragility_badge_html(KeyFigure{"Events", "13"}), IsEmpty());
}

TEST(MultiverseNote, FoldsTheCurve) {
  const std::string page = note_html(multiverse_results());
  const std::size_t begin = page.find("<details class=\"multiverse\">"), end = page.find("Exhibit 4<");
  ASSERT_NE(begin, std::string::npos);
  const std::string folded = page.substr(begin, end - begin);
  EXPECT_THAT(folded, HasSubstr("<strong>How fragile is it?</strong> <span>Mean: \u22125.9 to 8.6 pp over"));
  EXPECT_EQ(count_of(folded, "class=\"static-chart specification on-"), 2);
  EXPECT_THAT(folded, HasSubstr("1,240 definitions of this section so far"));
  EXPECT_THAT(folded, HasSubstr("What the spread of the mean hangs on"));
  EXPECT_EQ(count_of(page, "<details class=\"multiverse\">"), 1);
}

TEST(MultiverseNote, FoldsItsExhibits) {
  const Results results = multiverse_results();
  const auto names = [](const std::vector<Exhibit>& exhibits) {
    std::vector<std::string> all;
    for (const Exhibit& exhibit : exhibits)
      all.push_back(exhibit.chart ? exhibit.chart->id : exhibit.table->name);
    return all;
  };
  EXPECT_THAT(names(multiverse_exhibits(results.sections[0])),
              ElementsAre("specification-curve", "choice-shares", "fragility"));
  EXPECT_THAT(names(exhibits_of(results.sections[0])),
              ElementsAre("signal", "episodes", "path", "statistics"));
  EXPECT_THAT(names(multiverse_exhibits(results.sections[1])), IsEmpty());
  EXPECT_THAT(names(exhibits_of(results.sections[2])), ElementsAre("claims", "verdicts"));
}

TEST(MultiverseNote, TellsClaims) {
  const std::string page = note_html(multiverse_results());
  EXPECT_EQ(count_of(page, "<p class=\"claimed\"><svg class=\"verdict-mark "), 4);
  EXPECT_THAT(page,
              HasSubstr("<strong class=\"verdict\">Only under other rules</strong> <span>Claim: 12 periods"));
  EXPECT_THAT(page, HasSubstr("<summary>How the answers are spread</summary>"));
  EXPECT_THAT(page, HasSubstr("<span class=\"verdict stress\"><svg class=\"verdict-mark stress\""));
  EXPECT_EQ(claim_callouts(Section{}), "");
}

TEST(MultiverseNote, ShowsTheTableOfClaimsInSixColumns) {
  const Results results = multiverse_results();
  const Table shown = shown_claims(results.sections[2].tables[0]);
  ASSERT_EQ(shown.columns.size(), 6u);
  EXPECT_EQ(std::get<std::string>(shown.rows[2][5]), "3 of 216");
  EXPECT_TRUE(std::holds_alternative<std::monostate>(shown.rows[3][5]));  // one definition
  EXPECT_EQ(std::get<std::string>(shown.rows[3][1]), "mean lead days 340, false positives 1966 and 1998");
  const Table other{.name = "claims", .columns = {{"claim", ""}}, .rows = {{Cell{}}}};
  EXPECT_EQ(shown_claims(other).columns.size(), 1u);
}

TEST(MultiverseNote, HostileTextStaysText) {
  const std::string page = note_html(made_hostile(multiverse_results()));
  for (const char* evil : {"<img", "alert(1)</script>", "<script>alert", "\u2028", "\x1b"})
    EXPECT_THAT(page.substr(0, page.rfind("<script>")), Not(HasSubstr(evil))) << evil;
}

TEST(MultiverseTerminal, TellsFragility) {
  const Results results = multiverse_results();
  const std::vector<std::string> wide = terminal_fragility(results.sections[0], {.width = 100});
  ASSERT_EQ(wide.size(), 4u);
  EXPECT_THAT(wide[1], StartsWith("Mean "));
  EXPECT_THAT(wide[1], HasSubstr("◆"));
  EXPECT_THAT(wide[1], HasSubstr("over 216 definitions, same sign 76%"));
  // Where there is less room the words stand below the strip, then alone.
  const std::vector<std::string> narrow = terminal_fragility(results.sections[0], {.width = 60});
  EXPECT_THAT(narrow[2], HasSubstr("◆"));
  EXPECT_THAT(narrow[3], HasSubstr("over 216 definitions, same sign 76%"));
  for (const std::string& line : terminal_fragility(results.sections[0], {.width = 36}))
    EXPECT_THAT(line, Not(HasSubstr("◆")));
  EXPECT_THAT(terminal_fragility(results.sections[1], {}), IsEmpty());
}

TEST(MultiverseTerminal, TellsClaimsFromTheTableToo) {
  const Results results = multiverse_results();
  const std::vector<std::string> lines = terminal_claims(results.sections[2], {.width = 200});
  EXPECT_EQ(lines[0], "● Exact");
  EXPECT_THAT(lines.back(), HasSubstr("Best rule: as in the study"));
  const std::vector<std::string> ascii =
      terminal_claims(results.sections[2], {.width = 60, .unicode = false});
  EXPECT_EQ(ascii[0], "+ Exact");
}

TEST(MultiverseTerminal, StaysInside) {
  for (const Results& results : {multiverse_results(), made_hostile(multiverse_results())})
    for (const int width : {40, 60, 75, 100, 200})
      for (const bool unicode : {true, false}) {
        std::istringstream lines(terminal_summary(results, {.width = width, .unicode = unicode}));
        for (std::string line; std::getline(lines, line);) {
          EXPECT_LE(display_columns(line), width) << line;
          EXPECT_EQ(line.find('\x1b'), std::string::npos);
          const bool ascii =
              std::all_of(line.begin(), line.end(), [](char c) { return c >= ' ' && c < 127; });
          EXPECT_TRUE(unicode || ascii) << line;
        }
      }
}

TEST(MultiverseTerminal, PaintsOnlyWhenAsked) {
  const Results results = multiverse_results();
  EXPECT_THAT(terminal_summary(results, {.colour = true}),
              HasSubstr("\x1b[33m▲ Only under other rules\x1b[0m"));
  EXPECT_THAT(terminal_summary(results, {}), Not(HasSubstr("\x1b")));
}

}  // namespace
}  // namespace rerate

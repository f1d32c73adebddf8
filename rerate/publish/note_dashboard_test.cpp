// Behaviour -> test
//   a tile a lamp, in the order of the sections, with word, shape and link ... NoteDashboard.ShowsEveryLamp
//   how many there are of each state ........................................ NoteDashboard.CountsStates
//   every state has a shape, a sign and a word of its own .................... NoteDashboard.StatesDifferInEveryWay
//   no lamps, no dashboard ................................................... NoteDashboard.IsAbsentWithoutLamps
//   symbols that open the words keep their case .............................. NoteDashboard.SymbolsKeepTheirCase
//   hostile text stays text .................................................. NoteDashboard.EscapesWhatPeopleWrote
//   it stands before the summary, contents beside a long note ................ NoteDashboard.StandsAtTheTopOfTheNote
//   in results.json only where there are lamps ............................... NoteDashboard.IsInResultsJson
//   tables: sparklines are drawn, signs stand in a column .................... NoteTable.DrawsSparklines, NoteTable.SignsStandInAColumn
//   short names of rows keep to a line, longer words get room ............... NoteTable.ShortNamesKeepToALine
//   a fall is a loss in tables of returns only .............................. NoteTable.ARateThatFallsIsNoLoss
//   states of other things than events do not pale ........................... NoteTable.StatesOfIndicatorsDoNotStandBack
#include "rerate/publish/note_dashboard.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "rerate/publish/note_html.h"
#include "rerate/publish/note_table.h"
#include "rerate/publish/results_json.h"
#include "rerate/publish/sample_results.h"

namespace rerate {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

Results two_sections() {
  Results results;
  results.sections = {{.id = "credit", .title = "Credit"}, {.id = "regimes", .title = "Regimes"}};
  results.sections[0].lights = {{"Credit", Light::State::good, "spread at the 12th percentile"},
                                {"Energy", Light::State::stress, "z 1.9 and rising"}};
  results.sections[1].lights = {{"Regime", Light::State::good, "expansion, score -0.5"}};
  return results;
}

TEST(NoteDashboard, ShowsEveryLamp) {
  const std::string html = note_dashboard(two_sections(), {"credit", "regimes"});
  const std::size_t credit = html.find("<strong>Credit</strong>"),
                    energy = html.find("<strong>Energy</strong>"),
                    regime = html.find("<strong>Regime</strong>");
  ASSERT_NE(regime, std::string::npos);
  EXPECT_LT(credit, energy);
  EXPECT_LT(energy, regime);
  EXPECT_THAT(html, HasSubstr("<li class=\"stress\"><a href=\"#credit\"><svg class=\"lamp stress\""));
  EXPECT_THAT(html, HasSubstr("<span class=\"word\">Clear</span>"));
  EXPECT_THAT(html, HasSubstr("<a href=\"#regimes\">"));
  EXPECT_THAT(html, HasSubstr("<span class=\"told\">Expansion, score \u22120.5</span>"));
}

TEST(NoteDashboard, CountsStates) {
  const std::string html = note_dashboard(two_sections(), {"credit", "regimes"});
  EXPECT_THAT(html, HasSubstr("</svg>1 stress</li>"));
  EXPECT_THAT(html, HasSubstr("</svg>2 clear</li>"));
  EXPECT_THAT(html, Not(HasSubstr("watch")));
}

TEST(NoteDashboard, StatesDifferInEveryWay) {
  std::set<std::string> words, names, symbols, lamps;
  for (const auto state :
       {Light::State::good, Light::State::watch, Light::State::stress, Light::State::neutral}) {
    words.emplace(light_word(state));
    names.emplace(light_name(state));
    symbols.emplace(light_symbol(state));
    Results results = two_sections();
    results.sections[0].lights = {{"One", state, "text"}};
    const std::string html = note_dashboard(results, {"a", "b"});
    const std::size_t drawn = html.find("aria-hidden=\"true\">", html.find("<strong>") - 200);
    lamps.insert(html.substr(drawn, html.find("</svg>", drawn) - drawn));
  }
  for (const auto& each : {words, names, symbols, lamps}) EXPECT_EQ(each.size(), 4u);
}

TEST(NoteDashboard, IsAbsentWithoutLamps) {
  EXPECT_EQ(note_dashboard(sample_results(), {"a", "b"}), "");
  EXPECT_FALSE(has_lights(sample_results()));
  EXPECT_THAT(note_html(sample_results()), Not(HasSubstr("class=\"dashboard\"")));
}

TEST(NoteDashboard, SymbolsKeepTheirCase) {
  EXPECT_EQ(light_text({"", Light::State::good, "z 1.9 and rising"}), "z 1.9 and rising");
  EXPECT_EQ(light_text({"", Light::State::good, "since 2022-07"}), "Since Jul 2022");
  EXPECT_EQ(light_text({"", Light::State::good, ""}), "");
}

TEST(NoteDashboard, EscapesWhatPeopleWrote) {
  const std::string html = note_dashboard(made_hostile(two_sections()), {"a", "b"});
  EXPECT_THAT(html, Not(HasSubstr("<img")));
  EXPECT_THAT(html, Not(HasSubstr("<script")));
  EXPECT_THAT(html, HasSubstr("&lt;script&gt;alert(1)"));
}

TEST(NoteDashboard, StandsAtTheTopOfTheNote) {
  const std::string page = note_html(macro_results());
  const std::size_t dashboard = page.find("<nav class=\"dashboard\"");
  ASSERT_NE(dashboard, std::string::npos);
  EXPECT_LT(page.find("<p class=\"dateline\">"), dashboard);
  EXPECT_LT(dashboard, page.find("<ol class=\"brief\">"));
  EXPECT_THAT(page, HasSubstr("<nav id=\"contents\" aria-label=\"Contents\">"));
  EXPECT_THAT(page, HasSubstr("<li><a href=\"#regimes\">Regimes</a></li>\n<li><a href=\"#inputs\">"));
  EXPECT_THAT(note_html(two_sections()), Not(HasSubstr("id=\"contents\"")));  // a short note needs none
}

TEST(NoteDashboard, IsInResultsJson) {
  Results results = two_sections();
  results.sections[1].lights.clear();
  const auto written = nlohmann::json::parse(results_json(results));
  EXPECT_EQ(
      written["sections"][0]["lights"],
      nlohmann::json::parse(R"([{"title":"Credit","state":"good","text":"spread at the 12th percentile"},)"
                            R"({"title":"Energy","state":"stress","text":"z 1.9 and rising"}])"));
  EXPECT_FALSE(written["sections"][1].contains("lights"));
}

Table indicators() {
  Table table{.name = "indicators", .title = "Indicators"};
  table.columns = {{"indicator", "", "Indicator"}, {"state", "", "State"}, {"course", "", "Course"}};
  table.rows = {{std::string("Curve"), std::string("\u2191 supportive"), Sparkline{{1, 2}}},
                {std::string("Orders"), std::string("\u2192"), Sparkline{{}}},
                {std::string("Spread"), std::string("pending"), Cell{}}};
  return table;
}

TEST(NoteTable, DrawsSparklines) {
  const std::string html = note_table(indicators());
  EXPECT_THAT(html, HasSubstr("<td class=\"course\"><svg class=\"sparkline\""));
  EXPECT_THAT(html, HasSubstr("<td class=\"course\">\u2013</td>"));
  EXPECT_EQ(cell_text(indicators(), 0, 2).text, "▁▇");
  EXPECT_FALSE(is_number_column(indicators(), 2));
  const auto written = nlohmann::json::parse(results_json(macro_results()));
  const auto& course = written["sections"][4]["tables"]["indicators"]["rows"][0][6];
  EXPECT_EQ(course.size(), 36u);
  EXPECT_TRUE(course[20].is_null());
}

TEST(NoteTable, ShortNamesKeepToALine) {
  Table table = indicators();
  table.rows[1] = {std::string("Orders of durable goods"), std::string("a state in several words"), Cell{}};
  const std::string html = note_table(table);
  EXPECT_THAT(html, HasSubstr("<th scope=\"row\" class=\"short\">Curve</th>"));
  EXPECT_THAT(html, HasSubstr("<th scope=\"row\">Orders of durable goods</th>"));
  EXPECT_THAT(html, HasSubstr("<td class=\"words\">a state in several words</td>"));
}

TEST(NoteTable, SignsStandInAColumn) {
  const std::string html = note_table(indicators());
  EXPECT_THAT(html, HasSubstr("<td><span class=\"sign\">\u2191</span>supportive</td>"));
  EXPECT_THAT(html, HasSubstr("<td><span class=\"sign\">\u2192</span></td>"));
}

TEST(NoteTable, ARateThatFallsIsNoLoss) {
  Table table{.name = "returns", .title = "T"};
  table.columns = {{"who", "", ""}, {"gain", "pp", ""}};
  table.rows = {{std::string("a"), -1.0}};
  EXPECT_THAT(note_table(table), HasSubstr("negative"));
  table.name = "steepening";
  EXPECT_THAT(note_table(table), Not(HasSubstr("negative")));
}

TEST(NoteTable, StatesOfIndicatorsDoNotStandBack) {
  const std::string html = note_table(indicators());
  const std::size_t aside = html.find("<tr class=\"aside\">");
  ASSERT_NE(aside, std::string::npos);
  EXPECT_EQ(html.find("class=\"aside\"", aside + 20), std::string::npos);  // the pending one alone
  EXPECT_LT(html.find("Orders"), aside);
}

}  // namespace
}  // namespace rerate

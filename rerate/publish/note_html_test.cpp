// Behaviour -> test
//   summary links lead to sections; every exhibit, warning and input is there .. NoteHtml.HoldsTheWholeStudy
//   the page fetches nothing and admits no script but ours ...................... NoteHtml.IsSelfContained
//   the script's hash in the policy is the script's hash ........................ NoteHtml.PolicyNamesTheScriptItCarries
//   hostile text stays text, in the page and in the data ........................ NoteHtml.HostileTextStaysText
//   ids that cannot be anchors or repeat get names of their own ................. NoteHtml.AnchorsAreValidAndUnique
//   a chart and a table that are narrow share a row ............................. NoteHtml.NarrowExhibitsShareARow
//   a picture is followed by the table of its name .............................. NoteHtml.PicturesAreFollowedByTheTableOfTheirName
//   the command to recompute is safe to paste ................................... NoteHtml.QuotesTheStudyFileForAShell
//   tables: minus signs, losses, months, units, pending rows .................... NoteTable.*
//   exhibits of a fair value: reading order, diagnostics last ................... NoteHtml.FairValueReadsFromScenariosToDiagnostics
//   long facts make way for the exhibits ........................................ NoteHtml.LongFactsStandBehindTheExhibits
//   details are folded, their lines kept, their text escaped .................... NoteHtml.FoldsDetails
//   key figures carry their notes ............................................... NoteHtml.KeyFiguresCarryNotes
//   ends of ranges share a column where there are many ......... NoteTable.EndsOfRangesShareAColumn
//   coefficients show the digits their errors carry ............................. NoteTable.CoefficientsShowTheDigitsOfTheirErrors
//   a row's unit gives way to its column's ...................................... NoteTable.ColumnsWithAUnitKeepIt
//   an empty study makes a page ................................................. NoteHtml.EmptyStudyMakesAPage
//   elements nest ............................................................... NoteHtml.ElementsNest
#include "rerate/publish/note_html.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>

#include "rerate/base/sha256.h"
#include "rerate/publish/exhibit_order.h"
#include "rerate/publish/note_assets.h"
#include "rerate/publish/note_table.h"
#include "rerate/publish/sample_results.h"

namespace rerate {
namespace {

using ::testing::ContainsRegex;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

// The page without style and chart program, which are ours and long.
std::string own_markup(const std::string& page) {
  const std::size_t style = page.find("<style>"), style_end = page.find("</style>") + 8;
  const std::size_t script = page.rfind("<script>"), script_end = page.rfind("</script>") + 9;
  return page.substr(0, style) + page.substr(style_end, script - style_end) + page.substr(script_end);
}

std::vector<std::string> matches(const std::string& text, const char* pattern) {
  std::vector<std::string> found;
  const std::regex expression(pattern);
  for (std::sregex_iterator hit(text.begin(), text.end(), expression), end; hit != end; ++hit)
    found.push_back((*hit)[1]);
  return found;
}

// By hand: std::regex recurses once a character, and these are long.
std::vector<std::string> chart_data(const std::string& page) {
  constexpr std::string_view kOpening = "<script type=\"application/json\" id=\"chart-";
  std::vector<std::string> found;
  for (std::size_t at = page.find(kOpening); at != std::string::npos; at = page.find(kOpening, at + 1)) {
    const std::size_t begin = page.find('>', at) + 1;
    found.push_back(page.substr(begin, page.find('<', begin) - begin));
  }
  return found;
}

std::string base64_of_hex(const std::string& hex) {
  constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string bits, out;
  for (const char c : hex) {
    const int nibble = c <= '9' ? c - '0' : c - 'a' + 10;
    for (int bit = 3; bit >= 0; --bit) bits += (nibble >> bit) & 1 ? '1' : '0';
  }
  while (bits.size() % 6 != 0) bits += '0';
  for (std::size_t i = 0; i < bits.size(); i += 6) out += kDigits[std::stoul(bits.substr(i, 6), nullptr, 2)];
  while (out.size() % 4 != 0) out += '=';
  return out;
}

TEST(NoteHtml, HoldsTheWholeStudy) {
  const std::string page = own_markup(note_html(sample_results()));
  EXPECT_THAT(matches(page, "<li><a href=\"#([^\"]+)\""),
              ElementsAre("manufacturing-lows", "curve-recessions"));
  EXPECT_THAT(matches(page, "<section id=\"([^\"]+)\""),
              ElementsAre("manufacturing-lows", "curve-recessions", "inputs"));
  EXPECT_THAT(matches(page, "Exhibit ([0-9]+)"), ElementsAre("1", "2", "3", "4", "5", "6", "7"));
  EXPECT_EQ(matches(page, "(class=\"warnings\")").size(), 2u);
  EXPECT_THAT(page, HasSubstr("<code class=\"series\">philly.current_activity</code>"));
  EXPECT_THAT(page, HasSubstr("raw values are not republished"));
  EXPECT_THAT(page, HasSubstr("rerate run us-small-caps.toml --as-of 2025-06-30"));
  EXPECT_THAT(page, HasSubstr("30 June 2025"));
  EXPECT_THAT(page, HasSubstr("aria-label=\"Monthly balance from 1969 to 2025"));
  EXPECT_THAT(page, HasSubstr("<noscript>"));
}

TEST(NoteHtml, IsSelfContained) {
  const std::string page = note_html(sample_results());
  EXPECT_THAT(page, HasSubstr("Content-Security-Policy\" content=\"default-src 'none'"));
  EXPECT_THAT(own_markup(page), Not(ContainsRegex("(src|href)=\"[^#]")));
  EXPECT_THAT(std::string(note_style()), Not(HasSubstr("url(")));
  EXPECT_THAT(std::string(note_style()), Not(HasSubstr("@import")));
  for (const char* ending : {"</script", "<!--", "<script"})
    EXPECT_EQ(note_script().find(ending), std::string_view::npos) << ending;
  EXPECT_NE(note_script().find("Redistributions in binary form"),
            std::string_view::npos);  // the licences of what is bundled
}

TEST(NoteHtml, PolicyNamesTheScriptItCarries) {
  Sha256 hash;
  hash.add(note_script());
  EXPECT_EQ(note_script_hash(), base64_of_hex(hash.finish()));
  EXPECT_THAT(note_html(Results{}), HasSubstr("script-src 'sha256-" + std::string(note_script_hash()) + "'"));
}

TEST(NoteHtml, HostileTextStaysText) {
  const std::string page = own_markup(note_html(hostile_results()));
  EXPECT_THAT(page, Not(HasSubstr("<img")));
  EXPECT_THAT(page, Not(HasSubstr("alert(1)</script>")));
  EXPECT_THAT(page, Not(HasSubstr("<script>alert")));
  EXPECT_THAT(page, Not(HasSubstr("<!--")));
  EXPECT_THAT(page, Not(HasSubstr("\u2028")));
  EXPECT_THAT(page, Not(HasSubstr("\x1b")));
  EXPECT_THAT(page, HasSubstr("&lt;/script&gt;&lt;script&gt;alert(1)"));
  const std::vector<std::string> data = chart_data(page);
  EXPECT_EQ(data.size(), 4u);
  for (const std::string& specification : data) EXPECT_TRUE(nlohmann::json::accept(specification));
}

TEST(NoteHtml, AnchorsAreValidAndUnique) {
  Results results = sample_results();
  results.sections.push_back(results.sections[0]);
  results.sections.push_back(results.sections[0]);
  results.sections[3].id = "not an anchor";
  results.sections.push_back(results.sections[0]);
  results.sections[4].id = "inputs";
  const std::vector<std::string> ids = matches(own_markup(note_html(results)), "id=\"([^\"]+)\"");
  EXPECT_EQ(std::set<std::string>(ids.begin(), ids.end()).size(), ids.size());
  EXPECT_EQ(std::count(ids.begin(), ids.end(), "section-3"), 1);
  EXPECT_EQ(std::count(ids.begin(), ids.end(), "section-4"), 1);
  EXPECT_EQ(std::count(ids.begin(), ids.end(), "section-5"), 1);
}

TEST(NoteHtml, NarrowExhibitsShareARow) {
  const std::vector<std::string> classes =
      matches(own_markup(note_html(sample_results())), "<figure class=\"([^\"]+)\"");
  EXPECT_THAT(classes, ElementsAre("exhibit", "exhibit wide", "exhibit half", "exhibit half", "exhibit",
                                   "exhibit half", "exhibit half"));
}

TEST(NoteHtml, FairValueReadsFromScenariosToDiagnostics) {
  const Results results = fair_value_results();
  std::vector<std::string> order;
  for (const Exhibit& exhibit : exhibits_of(results.sections[0]))
    order.push_back(exhibit.chart ? exhibit.chart->id : exhibit.table->name + " table");
  EXPECT_THAT(order, ElementsAre("scenarios", "scenarios table", "fair_value", "multiple", "growths",
                                 "growths table", "required table", "joint", "joint table", "attribution",
                                 "gap", "attribution table", "coefficients table", "drivers", "stability",
                                 "stability_slope", "contractions table"));
  std::vector<std::string> shared;
  for (const Exhibit& exhibit : exhibits_of(results.sections[0]))
    shared.push_back(exhibit.half ? "half" : exhibit.paper_half ? "on paper" : "whole");
  EXPECT_THAT(shared,
              ElementsAre("whole", "whole", "on paper", "on paper", "half", "half", "whole", "half", "half",
                          "half", "half", "whole", "whole", "whole", "half", "half", "whole"));
  Section section = results.sections[0];
  section.charts.push_back({.id = "something_new", .title = "New"});
  const std::vector<Exhibit> exhibits = exhibits_of(section);
  EXPECT_EQ(exhibits[12].chart, &section.charts.back());  // after the main ones, before the diagnostics
  EXPECT_TRUE(exhibits_of(Section{.kind = "fair_value"}).empty());
}

TEST(NoteHtml, PicturesAreFollowedByTheTableOfTheirName) {
  Section section{.kind = "policy_multiple"};
  section.charts = {{.id = "quantiles"}, {.id = "bands"}};
  section.tables = {{.name = "bands"}, {.name = "coefficients"}, {.name = "reratings"}};
  std::vector<std::string> order;
  for (const Exhibit& exhibit : exhibits_of(section))
    order.push_back(exhibit.chart ? exhibit.chart->id : exhibit.table->name + " table");
  EXPECT_THAT(order,
              ElementsAre("quantiles", "coefficients table", "bands", "bands table", "reratings table"));
}

TEST(NoteHtml, LongFactsStandBehindTheExhibits) {
  Results results = fair_value_results();
  const std::string brief = own_markup(note_html(results));
  EXPECT_LT(brief.find("<dl class=\"facts\">"), brief.find("<div class=\"exhibits\">"));
  results.sections[0].facts.push_back({"Tests", std::string(2000, 'x')});
  const std::string page = own_markup(note_html(results));
  EXPECT_GT(page.find("<dl class=\"facts\">"), page.find("<div class=\"exhibits\">"));
  EXPECT_THAT(page, HasSubstr("How it was found"));
}

TEST(NoteHtml, FoldsDetails) {
  Results results = fair_value_results();
  results.sections[0].details = {{"Unit <roots>", "series   ADF\nresidual <b>-3.41\x1b"}};
  const std::string page = own_markup(note_html(results));
  EXPECT_THAT(page,
              HasSubstr("<details><summary>Unit &lt;roots&gt;</summary><pre class=\"scroll\" tabindex=\"0\">"
                        "series   ADF\nresidual &lt;b&gt;-3.41\uFFFD</pre></details>"));
  EXPECT_THAT(own_markup(note_html(sample_results())), Not(HasSubstr("<details>")));
}

TEST(NoteHtml, KeyFiguresCarryNotes) {
  const std::string page = own_markup(note_html(fair_value_results()));
  EXPECT_THAT(page, HasSubstr("<dl class=\"figures many\">"));
  EXPECT_THAT(
      page, HasSubstr("<dt>Fair level</dt><dd>2,301</dd><dd class=\"beside\">90% band 1,894 to 2,768</dd>"));
}

TEST(NoteHtml, QuotesTheStudyFileForAShell) {
  Results results = sample_results();
  results.study_file = "it's; rm.toml";
  EXPECT_THAT(note_html(results), HasSubstr("rerate run &#39;it&#39;\\&#39;&#39;s; rm.toml&#39; --as-of"));
}

TEST(NoteHtml, EmptyStudyMakesAPage) {
  const std::string page = own_markup(note_html(Results{}));
  EXPECT_THAT(page, HasSubstr("</html>"));
  EXPECT_THAT(page, Not(HasSubstr("class=\"warnings\"")));
}

TEST(NoteHtml, ElementsNest) {
  for (const Results& results :
       {sample_results(), hostile_results(), fair_value_results(), made_hostile(fair_value_results()),
        macro_results(), made_hostile(macro_results())}) {
    const std::string page = own_markup(note_html(results));
    const std::set<std::string> empty = {"meta", "rect", "path", "circle", "!doctype"};
    std::vector<std::string> open;
    const std::regex tag("<(/?)([a-z0-9!]+)");  // no further: std::regex recurses once a character
    for (std::sregex_iterator hit(page.begin(), page.end(), tag), end; hit != end; ++hit) {
      const std::string name = (*hit)[2];
      if (empty.contains(name) || name == "style") continue;
      if ((*hit)[1].length() == 0) {
        open.push_back(name);
      } else {
        ASSERT_FALSE(open.empty()) << name;
        ASSERT_EQ(open.back(), name);
        open.pop_back();
      }
    }
    EXPECT_TRUE(open.empty());
  }
}

Table returns_table() {
  Table table{.name = "t", .title = "T"};
  table.columns = {{"when", "", "When"}, {"gain", "pp", "Gain"}, {"level", "index", ""}, {"state", "", ""}};
  table.rows = {{make_date(1980, 5, 31), -6.44, -1.5, std::string("complete")},
                {make_date(1982, 5, 31), Cell{}, 12345.6, std::string("pending")}};
  return table;
}

TEST(NoteTable, FormatsForPeople) {
  const std::string html = note_table(returns_table());
  EXPECT_THAT(html, HasSubstr("<th scope=\"row\" class=\"date\">May 1980</th>"));
  EXPECT_THAT(html, HasSubstr("<td class=\"number negative\">\u22126.4</td>"));
  EXPECT_THAT(html, HasSubstr("<td class=\"number\">\u22121.5</td>"));  // a negative level is no loss
  EXPECT_THAT(html, HasSubstr("<td class=\"number\">12,345.6</td>"));
  EXPECT_THAT(html, HasSubstr("Gain<span class=\"unit\">pp</span>"));
  EXPECT_EQ(matches(html, "<tr class=\"(aside)\">").size(), 1u);
  EXPECT_EQ(column_heading({.name = "relative_return"}), "Relative return");
}

TEST(NoteTable, DatesWithinMonthsShowTheirDay) {
  Table table = returns_table();
  table.rows.push_back({make_date(2010, 6, 11)});
  EXPECT_EQ(cell_text(table, 0, 0).text, "31 May 1980");
  EXPECT_EQ(cell_text(table, 2, 3).text, "\u2013");  // a ragged row reads as missing
}

TEST(NoteTable, AUnitColumnGivesTheUnitOfItsRow) {
  Table table{.name = "t", .title = "T"};
  table.columns = {{"statistic", "", "Statistic"}, {"unit", "", "Unit"}, {"relative", "", "Relative"}};
  table.rows = {{std::string("p"), std::string("probability"), 0.004},
                {std::string("led"), std::string("count"), 10.0},
                {std::string("mean"), std::string("pp"), -7.46}};
  EXPECT_EQ(cell_text(table, 0, 2).text, "0.004");
  EXPECT_EQ(cell_text(table, 1, 2).text, "10");
  EXPECT_EQ(cell_text(table, 2, 2).text, "\u22127.5");
}

TEST(NoteTable, PeriodsAsTextReadAsMonths) {
  Table table{.name = "t", .title = "T"};
  table.columns = {{"start", "", "Start"}};
  table.rows = {{std::string("1970-03")}};
  EXPECT_EQ(cell_text(table, 0, 0).text, "Mar 1970");
  EXPECT_TRUE(cell_text(table, 0, 0).date);
}

TEST(NoteTable, EndsOfRangesShareAColumn) {
  const Section section = fair_value_results().sections[0];
  const std::string html = note_table(section.tables[0]);  // the scenarios
  EXPECT_THAT(html, HasSubstr("<th scope=\"col\" class=\"number\">90% band</th>"));
  EXPECT_THAT(html, HasSubstr("<th scope=\"col\" class=\"number\">Coefficients alone</th>"));
  EXPECT_THAT(html, HasSubstr("<td class=\"number\">1,894 to 2,768</td>"));
  EXPECT_EQ(matches(html, "(<th scope=\"col\")").size(), section.tables[0].columns.size() - 3);
  Table few{.name = "t", .title = "T"};
  few.columns = {{"who", "", ""}, {"low", "index", "Low"}, {"high", "index", "High"}};
  few.rows = {{std::string("a"), 1.0, 2.0}, {std::string("b"), Cell{}, Cell{}}};
  EXPECT_THAT(note_table(few), Not(HasSubstr(" to ")));
  for (int i = 0; i < 8; ++i) few.columns.push_back({"x", "", ""});
  EXPECT_THAT(note_table(few), HasSubstr("Low to High"));
  EXPECT_THAT(note_table(few), HasSubstr("<td class=\"number\">1.0 to 2.0</td>"));
  EXPECT_THAT(note_table(few), HasSubstr("b</th><td class=\"number\">\u2013</td>"));
  few.columns[2].unit = "percent";  // not the same measure
  EXPECT_THAT(note_table(few), Not(HasSubstr("1.0 to")));
}

TEST(NoteTable, CoefficientsShowTheDigitsOfTheirErrors) {
  Table table{.name = "coefficients", .title = "T"};
  table.columns = {
      {"term", "", ""}, {"estimate", "", "", 4}, {"std_error", "", "", 4}, {"t", "", "", 2}, {"p", "", ""}};
  table.rows = {{std::string("rate"), -0.051173, 0.008342, -6.134, 1e-8},
                {std::string("orders"), 112.45, 48.31, 2.33, 0.0201},
                {std::string("billions"), 0.0000412, 0.0000173, 2.38, 0.4},
                {std::string("given"), 0.0517, Cell{}, Cell{}, Cell{}}};
  EXPECT_EQ(cell_text(table, 0, 1).text, "\u22120.05117");
  EXPECT_EQ(cell_text(table, 0, 2).text, "0.00834");
  EXPECT_EQ(cell_text(table, 0, 3).text, "\u22126.13");
  EXPECT_EQ(cell_text(table, 0, 4).text, "<0.001");
  EXPECT_EQ(cell_text(table, 1, 1).text, "112.5");
  EXPECT_EQ(cell_text(table, 1, 4).text, "0.020");
  EXPECT_EQ(cell_text(table, 2, 1).text, "0.0000412");
  EXPECT_EQ(cell_text(table, 3, 1).text, "0.0517");
}

TEST(NoteTable, ColumnsWithAUnitKeepIt) {
  Table table{.name = "required", .title = "T"};
  table.columns = {{"solves", "", ""}, {"level", "index", "", 0}, {"value", "", "", 2}};
  table.rows = {{std::string("growth"), 2442.74, 7.56},
                {std::string("record (2021-11-08)"), 2442.74, 1.4824}};
  table.row_formats = {{"percent", 1}, {"ratio", 2}};
  EXPECT_EQ(cell_text(table, 0, 1).text, "2,443");
  EXPECT_EQ(cell_text(table, 0, 2).text, "7.6%");
  EXPECT_EQ(cell_text(table, 1, 2).text, "1.48");
  EXPECT_EQ(cell_text(table, 1, 0).text, "record (8 Nov 2021)");
}

TEST(NoteTable, RowFormatsWinOverColumns) {
  const Table table = sample_results().sections[0].tables[1];
  EXPECT_EQ(cell_text(table, 0, 1).text, "6.8 pp");
  EXPECT_EQ(cell_text(table, 6, 1).text, "0.004");
  EXPECT_EQ(cell_text(table, 3, 2).text, "53.8%");
  EXPECT_TRUE(is_number_column(table, 1));
  EXPECT_FALSE(is_number_column(table, 0));
}

}  // namespace
}  // namespace rerate

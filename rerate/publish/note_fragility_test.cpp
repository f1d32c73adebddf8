// Behaviour -> test
//   a page leaves out columns that say nothing, and has the flips below        -> NoteFragility.LeavesOutWhatSaysNothing
//   definitions stay where they differ                                         -> NoteFragility.DefinitionsThatDiffer
//   other tables, and broken ones, are as they were                            -> NoteFragility.OtherTables
#include "rerate/publish/note_fragility.h"

#include <gmock/gmock.h>

#include "rerate/publish/note_table.h"

namespace rerate {
namespace {

Table small_table() {
  return {.name = "fragility",
          .title = "How the numbers are spread",
          .columns = {{"number", "", "Number", 0},
                      {"headline", "", "This study", 1},
                      {"definitions", "count", "Definitions", 0},
                      {"significant", "percent", "Significant", 0},
                      {"flip", "", "Nearest that says otherwise", 0}},
          .rows = {{"Mean", 7.5, std::int64_t{63}, Cell{}, "until 50 instead of 51 <turns> the sign"},
                   {"Events", 12.0, std::int64_t{63}, Cell{}, Cell{}}},
          .row_formats = {{"pp", 1}, {"count", 0}}};
}

std::vector<std::string> names_of(const Table& table) {
  std::vector<std::string> names;
  for (const auto& column : table.columns) names.push_back(column.name);
  return names;
}

TEST(NoteFragility, LeavesOutWhatSaysNothing) {
  const auto shown = shown_fragility(small_table());
  EXPECT_THAT(names_of(shown), testing::ElementsAre("number", "headline"));
  EXPECT_EQ(cell_text(shown, 0, 1).text, "7.5 pp");
  EXPECT_EQ(cell_text(shown, 1, 1).text, "12");
  EXPECT_EQ(flips_html(small_table()),
            "<p class=\"below\">The nearest definition that says otherwise</p>\n<dl class=\"facts flips\">\n"
            "<dt>Mean</dt><dd>Until 50 instead of 51 &lt;turns&gt; the sign</dd>\n</dl>\n");
}

TEST(NoteFragility, DefinitionsThatDiffer) {
  auto table = small_table();
  table.rows[1][2] = std::int64_t{60};
  table.rows[1][3] = 12.5;
  table.rows[0].pop_back();
  EXPECT_THAT(names_of(shown_fragility(table)),
              testing::ElementsAre("number", "headline", "definitions", "significant"));
  EXPECT_EQ(flips_html(table), "");
}

TEST(NoteFragility, OtherTables) {
  auto table = small_table();
  table.name = "events";
  EXPECT_EQ(names_of(shown_fragility(table)).size(), 5u);
  EXPECT_EQ(flips_html(table), "");
  table.name = "fragility";
  table.columns.pop_back();
  EXPECT_EQ(names_of(shown_fragility(table)).size(), 4u);
  EXPECT_EQ(flips_html(table), "");
  EXPECT_TRUE(shown_fragility(Table{}).columns.empty());
}

}  // namespace
}  // namespace rerate

// Behaviour -> test
//   formulas come after what they read; catalogue ids are gathered through them -> OrdersFormulas
//   a circle is refused at its place, with the whole circle                     -> RefusesCircles
//   unknown series name the nearest one, studies' and catalogue's               -> RefusesUnknownSeries
//   series of a pack the study does not name are refused                        -> RefusesOtherPacks
//   a licensed series marks everything that reads it                            -> LicenceSpreads
//   unused series are checked and listed                                        -> UnusedSeries
//   a very long chain is refused, not a crash                                   -> LongChains
#include "rerate/study/plan.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rerate {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

CatalogueEntry entry(std::string id, std::string pack, bool redistribute) {
  CatalogueEntry one;
  one.id = std::move(id);
  one.title = "Title of " + one.id;
  one.type = {Frequency::monthly, Kind::rate, "percent"};
  one.pack = std::move(pack);
  one.redistribute = redistribute;
  return one;
}

CatalogueLookup catalogue() {
  const std::vector<CatalogueEntry> entries = {entry("rates.gs10", "open", true),
                                               entry("rates.tb3ms", "open", true),
                                               entry("ice.oas", "licensed", false)};
  return {[entries](const std::vector<std::string>& ids) {
            std::vector<std::optional<CatalogueEntry>> found;
            for (const auto& id : ids) {
              found.emplace_back();
              for (const auto& one : entries)
                if (one.id == id) found.back() = one;
            }
            return found;
          },
          [entries] {
            std::vector<std::string> ids;
            for (const auto& one : entries) ids.push_back(one.id);
            return ids;
          }};
}

StudyFile study(const std::string& series, const std::string& curve, const std::string& packs = "\"open\"") {
  return parse_study("[study]\ntitle = \"T\"\npacks = [" + packs + "]\n[series]\n" + series +
                         "\n[[curve_recessions]]\nid = \"c\"\ncurve = \"" + curve +
                         "\"\npeaks = \"rates.gs10\"\n",
                     "s.toml");
}

Failure failure_of(const StudyFile& file) {
  try {
    make_plan(file, catalogue());
  } catch (const UserError& error) {
    return error.failure();
  }
  ADD_FAILURE() << "nothing was refused";
  return {};
}

TEST(Plan, OrdersFormulas) {
  const auto plan = make_plan(study("a = \"b + 1\"\nb = \"rates.gs10 - rates.tb3ms\"", "a * 2"), catalogue());
  std::vector<std::string> keys;
  for (const auto& formula : plan.formulas) keys.push_back(formula.key);
  EXPECT_THAT(keys, ElementsAre("b", "a", "a * 2", "rates.gs10"));
  EXPECT_THAT(plan.formulas[2].catalogue_ids, ElementsAre("rates.gs10", "rates.tb3ms"));
  EXPECT_EQ(plan.entries.size(), 2u);
  EXPECT_EQ(plan.formulas[3].title, "Title of rates.gs10");
  EXPECT_TRUE(plan.unused.empty());
}

TEST(Plan, RefusesCircles) {
  const auto failure = failure_of(study("a = \"b + 1\"\nb = \"abs(c)\"\nc = \"a\"", "a"));
  EXPECT_EQ(failure.code, ErrorCode::study_circular);
  EXPECT_THAT(failure.what, HasSubstr("a -> b -> c -> a"));
  EXPECT_EQ(failure.place.line, 7);
  EXPECT_EQ(failure_of(study("a = \"a + 1\"", "a")).code, ErrorCode::study_circular);
}

TEST(Plan, RefusesUnknownSeries) {
  const auto misspelt = failure_of(study("a = \"rates.gs11\"", "a"));
  EXPECT_THAT(misspelt.mend, HasSubstr("rates.gs10"));
  EXPECT_EQ(to_string(misspelt.place), "s.toml:5:6");
  EXPECT_THAT(failure_of(study("curve = \"rates.gs10\"", "curv")).mend, HasSubstr("curve"));
}

TEST(Plan, RefusesOtherPacks) {
  const auto failure = failure_of(study("a = \"1 * ice.oas\"", "a"));
  EXPECT_EQ(failure.code, ErrorCode::study_pack);
  EXPECT_THAT(failure.mend, HasSubstr("\"licensed\""));
  EXPECT_EQ(failure.place.column, 10);
}

TEST(Plan, LicenceSpreads) {
  const auto plan =
      make_plan(study("a = \"ice.oas\"\nb = \"a + 1\"", "b", "\"open\", \"licensed\""), catalogue());
  for (const auto& formula : plan.formulas)
    EXPECT_EQ(formula.redistribute, formula.key == "rates.gs10") << formula.key;
}

TEST(Plan, UnusedSeries) {
  EXPECT_THAT(make_plan(study("a = \"rates.gs10\"\nb = \"rates.tb3ms\"", "a"), catalogue()).unused,
              ElementsAre("b"));
  EXPECT_THAT(failure_of(study("a = \"rates.gs10\"\nb = \"rates.nothing\"", "a")).what,
              HasSubstr("rates.nothing"));
}

TEST(Plan, LongChains) {
  std::string series = "s0 = \"rates.gs10\"\n";
  for (int i = 1; i < 5000; ++i) series += fmt::format("s{} = \"s{} + 1\"\n", i, i - 1);
  EXPECT_THAT(failure_of(study(series, "s4999")).what, HasSubstr("in a chain"));
}

}  // namespace
}  // namespace rerate

// Behaviour -> test
//   texts and tables are read in the order of the file, with their places     -> ReadsTextsAndTables
//   names are checked, and the words that tables use are taken                -> RefusesNames
//   none, too many, and what is no formula                                    -> RefusesLists
//   a title is its own, else of what it names, else the name                  -> Titles
//   lists of names: each known and none twice                                 -> ListsOfNames
#include "rerate/study/named_formulas.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rerate {
namespace {

using testing::HasSubstr;

TomlTable table_of(const std::string& text) {
  return TomlDocument::parse(text, "s.toml", ErrorCode::study_file).root();
}

std::vector<NamedFormula> read(const std::string& text, std::size_t most = 20) {
  return read_named_formulas(*table_of(text).find("drivers"), "driver", most);
}

template <class Action>
Failure failure_of(Action action) {
  try {
    action();
  } catch (const UserError& error) {
    return error.failure();
  }
  ADD_FAILURE() << "nothing was refused";
  return {};
}

TEST(NamedFormulas, ReadsTextsAndTables) {
  const auto formulas =
      read("drivers = { slope = { title = \"the curve\", formula = \"curve\" }, rate = \"rates.gs10\" }");
  ASSERT_EQ(formulas.size(), 2u);
  EXPECT_EQ(formulas[0].name, "slope");
  EXPECT_EQ(formulas[0].title, "the curve");
  EXPECT_EQ(formulas[0].use.formula, "curve");
  EXPECT_EQ(formulas[1].use.role, "rate");
  EXPECT_EQ(to_string(formulas[1].use.place), "s.toml:1:73");
}

TEST(NamedFormulas, RefusesNames) {
  for (const auto* name : {"\"a b\"", "Rate", "\"1y\"", "growth", "multiple", "constant"})
    EXPECT_EQ(failure_of([&] { read(std::string("drivers = { ") + name + " = \"a.b\" }"); }).code,
              ErrorCode::study_file)
        << name;
  const auto table = table_of("against = { multiple = \"a.b\" }");
  EXPECT_EQ(read_named_formulas(*table.find("against"), "predictor", 2).front().name, "multiple");
}

TEST(NamedFormulas, RefusesLists) {
  EXPECT_THAT(failure_of([] { read("drivers = {}"); }).what, HasSubstr("no driver is named"));
  EXPECT_THAT(failure_of([] { read("drivers = { a = \"x.y\", b = \"x.y\" }", 1); }).what,
              HasSubstr("more than 1"));
  EXPECT_THAT(failure_of([] { read("drivers = { a = 4 }"); }).what, HasSubstr("formula in quotes"));
  EXPECT_THAT(failure_of([] { read("drivers = { a = { formul = \"x.y\" } }"); }).mend,
              HasSubstr("`formula`"));
}

TEST(NamedFormulas, Titles) {
  EXPECT_EQ(title_of({"rate", "the yield", {"rate", "rates.gs10", {}}}, "10-year"), "the yield");
  EXPECT_EQ(title_of({"rate", "", {"rate", "rates.gs10", {}}}, "10-year"), "10-year");
  EXPECT_EQ(title_of({"rate", "", {"rate", "ma(rates.gs10, 3m)", {}}}, "ma(rates.gs10, 3m)"), "rate");
}

TEST(NamedFormulas, ListsOfNames) {
  const std::vector<NamedFormula> known = {{"rate", "", {}}, {"slope", "", {}}};
  const auto listed = [&](const std::string& text) {
    return read_names_of(*table_of("x = " + text).find("x"), known, "driver");
  };
  EXPECT_THAT(listed("[\"slope\", \"rate\"]"), testing::ElementsAre("slope", "rate"));
  EXPECT_THAT(listed("\"rate\""), testing::ElementsAre("rate"));
  EXPECT_EQ(failure_of([&] { listed("[\"rat\"]"); }).mend, "did you mean `rate`?");
  EXPECT_THAT(failure_of([&] { listed("[\"nothing\"]"); }).mend, HasSubstr("rate, slope"));
  EXPECT_THAT(failure_of([&] { listed("[\"rate\", \"rate\"]"); }).what, HasSubstr("twice"));
  EXPECT_THAT(failure_of([&] { listed("[]"); }).what, HasSubstr("empty"));
}

}  // namespace
}  // namespace rerate

// Behaviour -> test
//   values come back typed, with line and column                      -> ReadsTypedValuesWithPlaces
//   a value of the wrong type says what was expected                  -> WrongTypeSaysWhatWasExpected
//   a missing key says how to add it; a misspelt one is named instead -> MissingAndMisspeltKeys
//   a key nobody asked for is refused with the nearest one            -> UnknownKeyIsRefused
//   a choice lists what may stand there                               -> ChoiceListsWhatMayStand
//   syntax errors have a place; deep nesting is one of them           -> SyntaxErrorsHaveAPlace
//   a key of endlessly many parts is refused, strings and comments are not keys -> EndlessKeys
//   set changes a table's key or a section's by its id                -> SetChangesByPathOrId
//   errors in such a value point at the --set                           -> SetValuesHaveThePlaceOfTheOption
//   texts know the place of their first character                     -> InnerPlaceOfTexts
#include "rerate/base/toml_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rerate {
namespace {

using testing::HasSubstr;

TomlDocument parsed(std::string_view text) {
  return TomlDocument::parse(text, "test.toml", ErrorCode::study_file);
}

Failure failure_of(const std::function<void()>& call) {
  try {
    call();
  } catch (const UserError& error) {
    return error.failure();
  }
  ADD_FAILURE() << "nothing was refused";
  return {};
}

TEST(TomlTable, ReadsTypedValuesWithPlaces) {
  const auto root = parsed("a = 1\nb = 2.5\n  c = \"x\"\nd = 2025-05-30\ne = [1, 2]\nf = true\n").root();
  EXPECT_EQ(root.integer("a"), 1);
  EXPECT_EQ(root.number("a"), 1.0);
  EXPECT_EQ(root.number("b"), 2.5);
  EXPECT_EQ(root.text("c"), "x");
  EXPECT_EQ(root.text("d"), "2025-05-30");
  EXPECT_EQ(root.find("e")->array().size(), 2u);
  EXPECT_EQ(root.boolean("f"), true);
  EXPECT_EQ(root.find("c")->place().line, 3);
  EXPECT_EQ(root.find("c")->place().column, 7);
  EXPECT_EQ(root.find("missing"), std::nullopt);
  EXPECT_EQ(root.keys(), (std::vector<std::string>{"a", "b", "c", "d", "e", "f"}));
}

TEST(TomlTable, WrongTypeSaysWhatWasExpected) {
  const auto root = parsed("a = \"one\"\nb = inf\nc = 9223372036854775807\nd = {}\n").root();
  const auto wrong = failure_of([&] { root.number("a"); });
  EXPECT_EQ(wrong.what, "`a` must be a number, not text");
  EXPECT_EQ(to_string(wrong.place), "test.toml:1:5");
  EXPECT_EQ(wrong.mend, "Write it without quotes.");
  EXPECT_EQ(failure_of([&] { root.number("b"); }).what, "`b` must be a finite number");
  EXPECT_EQ(failure_of([&] { root.number("c"); }).what, "`c` has more digits than a number can hold");
  // What would not mend it is not said.
  EXPECT_EQ(failure_of([&] { root.number("d"); }).mend, "");
  EXPECT_EQ(failure_of([&] { root.text("d"); }).mend, "");
  EXPECT_EQ(failure_of([&] { root.text("c"); }).mend, "Put it in double quotes.");
}

TEST(TomlTable, MissingAndMisspeltKeys) {
  const auto root = parsed("horizn = \"12m\"\n").root();
  EXPECT_EQ(failure_of([&] { root.require("horizon", "horizon = \"12m\""); }).mend,
            "did you mean `horizon`?");
  EXPECT_EQ(failure_of([&] { root.require("signal", "signal = \"x\""); }).mend, "Add it: signal = \"x\"");
}

TEST(TomlTable, UnknownKeyIsRefused) {
  const auto root = parsed("title = \"x\"\ntilte = \"y\"\n").root();
  root.text("title");
  const auto unknown = failure_of([&] { root.finish("[study]"); });
  EXPECT_EQ(unknown.what, "unknown key `tilte` in [study]");
  EXPECT_EQ(unknown.mend, "did you mean `title`?");
  EXPECT_EQ(unknown.place.line, 2);
}

TEST(TomlTable, ChoiceListsWhatMayStand) {
  const auto root = parsed("tie = \"frist\"\n").root();
  const auto wrong = failure_of([&] { root.choice("tie", {"first", "last"}); });
  EXPECT_THAT(wrong.what, HasSubstr("expected one of: first, last"));
  EXPECT_EQ(wrong.mend, "did you mean `first`?");
}

TEST(TomlTable, SyntaxErrorsHaveAPlace) {
  const auto broken = failure_of([] { parsed("a = 1\nb = = 2\n"); });
  EXPECT_EQ(broken.place.line, 2);
  EXPECT_THAT(broken.what, HasSubstr("TOML syntax"));
  failure_of([] { parsed("a = " + std::string(100000, '[')); });
}

TEST(TomlTable, EndlessKeys) {
  std::string key = "a";
  for (int i = 0; i < 100000; ++i) key += ".a";
  EXPECT_THAT(failure_of([&] { parsed("x = 1\n" + key + " = 1\n"); }).what, HasSubstr("more than 64 parts"));
  EXPECT_EQ(failure_of([&] { parsed("x = 1\n[" + key + "]\n"); }).place.line, 2);
  failure_of([&] { parsed("x = { " + key + " = 1 }\n"); });
  const auto root =
      parsed("# " + key + "\nx = \"" + key + "\"\ny = \"\"\"\n" + key + "\"\"\"\nz = 1\n").root();
  EXPECT_EQ(root.integer("z"), 1);
}

TEST(TomlTable, SetChangesByPathOrId) {
  auto document = parsed("[study]\nseed = 1\n[[event_study]]\nid = \"a\"\n[[event_study]]\nid = \"b\"\n");
  document.set("study.seed", "7");
  document.set("b.horizon", "6m");
  document.set("event_study.a.horizon", "\"3m\"");
  const auto root = document.root();
  EXPECT_EQ(root.find("study")->table().integer("seed"), 7);
  const auto sections = root.find("event_study")->array();
  EXPECT_EQ(sections[0].table().text("horizon"), "3m");
  EXPECT_EQ(sections[1].table().text("horizon"), "6m");
  EXPECT_THAT(failure_of([&] { document.set("c.horizon", "6m"); }).what,
              HasSubstr("no table or section `c`"));
  EXPECT_THAT(failure_of([&] { document.set("seed", "6"); }).what, HasSubstr("needs a table"));
}

TEST(TomlTable, SetValuesHaveThePlaceOfTheOption) {
  auto document = parsed("[study]\nseed = 1\nrule = { below = 1 }\n");
  document.set("study.seed", "many \"seeds\" \\ and more");
  document.set("study.rule", "{ below = \"x\", beyond = 2 }");
  const auto study = document.root().find("study")->table();
  EXPECT_EQ(study.text("seed"), "many \"seeds\" \\ and more");
  EXPECT_EQ(study.find("seed")->inner_place().file, "--set study.seed=many \"seeds\" \\ and more");
  EXPECT_EQ(to_string(failure_of([&] { study.integer("seed"); }).place),
            "--set study.seed=many \"seeds\" \\ and more");
  const auto rule = study.find("rule")->table();
  EXPECT_EQ(to_string(failure_of([&] { rule.number("below"); }).place),
            "--set study.rule={ below = \"x\", beyond = 2 }");
  EXPECT_EQ(to_string(failure_of([&] { rule.finish("a rule"); }).place),
            "--set study.rule={ below = \"x\", beyond = 2 }");

  document.set("study.sed", "2");
  const auto failure = failure_of([&] {
    const auto again = document.root().find("study")->table();
    again.find("seed");
    again.find("rule");
    again.finish("[study]");
  });
  EXPECT_EQ(to_string(failure.place), "--set study.sed=2");
  EXPECT_THAT(failure_of([&] { document.set("study.seed", "\xff\xfe"); }).what, HasSubstr("not UTF-8"));
}

TEST(TomlTable, InnerPlaceOfTexts) {
  const auto root = parsed("a = \"x + 1\"\nb = \"\"\"\nx + 1\"\"\"\n").root();
  EXPECT_EQ(to_string(root.find("a")->inner_place()), "test.toml:1:6");
  EXPECT_EQ(to_string(root.find("b")->inner_place()), "test.toml:3:1");
}

}  // namespace
}  // namespace rerate

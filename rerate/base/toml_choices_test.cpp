// Values of a TOML file that may be sets:
//   where one value is wanted a set yields its first, or usual, option ....... UsualOptions
//   lists stay lists, and what is not a set stays what it is .................. ListsStayLists
//   options on a scale rise, others stand as written ........................... OptionsOnAScaleRise
//   types are those of the usual option ......................................... TypesAreOfTheUsualOption
//   another reading yields another option, at its own place .................... ChangesAreReadAtTheirPlace
//   elements and keys can be left out, and keys added ........................... PartsLeftOutAndKeysAdded
//   what a reading asked for is known ............................................ PathsAskedForAreKnown
//   titles and plain keys are no sets ............................................ PlainKeysAreNoSets
//   options that are no choice are refused with their place ..................... BadOptionsAreRefused
//   a set inside an option is refused ............................................ SetsInsideOptionsAreRefused
//   equal definitions have one canonical text ..................................... CanonicalTexts
//   any set read under any option is what a plain file with that value is ....... RandomTables
#include "rerate/base/toml_choices.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>

#include <random>

namespace rerate {
namespace {

TomlTable table_of(std::string_view text) {
  return TomlDocument::parse(text, "a.toml", ErrorCode::study_file).root();
}

std::string words_of(const TomlSet& set) {
  std::string text;
  for (std::size_t i = 0; i < set.options.size(); ++i)
    text += (i ? " | " : "") + std::string(i == set.usual ? "*" : "") + set.options[i].words;
  return text;
}

Failure failure_of(const std::function<void()>& act) {
  try {
    act();
  } catch (const UserError& error) {
    return error.failure();
  }
  Failure none{ErrorCode::study_file, {}, {}, {}, {}};
  none.what = "no failure";
  return none;
}

TEST(TomlChoices, UsualOptions) {
  const auto table = table_of(R"(
below = [48, 47.5, 47]
until = "48 .. 52"
gap = { options = [1, 3, 6], usual = 3 }
survival = [true, false]
anchor = ["trough", "end"]
episode = [ { below = 48 }, { above = 55 } ]
horizon = { options = "3m .. 12m by 3m", usual = "12m" }
)");
  TomlReading reading(table, {});
  const auto own = reading.table();
  EXPECT_EQ(own.number("below"), 48);
  EXPECT_EQ(own.integer("until"), 48);
  EXPECT_EQ(own.integer("gap"), 3);
  EXPECT_EQ(own.boolean("survival"), true);
  EXPECT_EQ(own.choice("anchor", {"trough", "end"}), "trough");
  EXPECT_EQ(own.find("episode")->table().number("below"), 48);
  EXPECT_EQ(own.text("horizon"), "12m");
  EXPECT_EQ(own.text("horizon"), "12m");  // read twice, met once
  std::vector<std::string> met;
  for (const auto& one : reading.met()) met.push_back(one.path + ": " + words_of(one.set));
  const std::vector<std::string> expected = {"below: 47 | 47.5 | *48",
                                             "until: *48 | 49 | 50 | 51 | 52",
                                             "gap: 1 | *3 | 6",
                                             "survival: *true | false",
                                             "anchor: *trough | end",
                                             "episode: *{ below = 48 } | { above = 55 }",
                                             "horizon: 3m | 6m | 9m | *12m"};
  EXPECT_EQ(met, expected);
}

TEST(TomlChoices, ListsStayLists) {
  const auto table = table_of(R"(
drivers = ["rate", "slope"]
levels = [2300, 2400]
formula = "a .. b"
box = { options = { a = 1 } }
lists = { options = [["a"], ["a", "b"]] }
one = "x"
single = { options = -15 }
)");
  TomlReading reading(table, {});
  const auto own = reading.table();
  EXPECT_EQ(own.find("drivers")->array().size(), 2u);
  EXPECT_EQ(own.find("levels")->array()[1].number(), 2400);
  EXPECT_EQ(own.text("formula"), "a .. b");
  EXPECT_EQ(own.find("box")->table().find("options")->table().integer("a"), 1);
  EXPECT_EQ(own.find("one")->array()[0].text(), "x");
  EXPECT_TRUE(reading.met().empty());
  EXPECT_EQ(own.find("lists")->array().size(), 1u);
  ASSERT_EQ(reading.met().size(), 1u);
  EXPECT_EQ(words_of(reading.met()[0].set), R"(*["a"] | ["a", "b"])");
  EXPECT_EQ(own.number("single"), -15);  // one option, as [-15] is
}

TEST(TomlChoices, OptionsOnAScaleRise) {
  const auto table = table_of(R"(
a = ["> 50", 49, 51.5]
b = ["12m", "1q", "90d"]
c = ["1990-01", "1979-01", "1985-06-01"]
d = ["b", "a"]
e = ["1m", 1]
)");
  const auto set = [&](const char* key) { return options_of(*table.find(key)); };
  EXPECT_EQ(words_of(set("a")), "49 | *> 50 | 51.5");
  EXPECT_TRUE(set("a").ordered);
  EXPECT_EQ(words_of(set("b")), "90d | 1q | *12m");
  EXPECT_EQ(words_of(set("c")), "1979-01 | 1985-06-01 | *1990-01");
  EXPECT_EQ(words_of(set("d")), "*b | a");
  EXPECT_FALSE(set("d").ordered);
  EXPECT_FALSE(set("e").ordered);
  const auto other = table_of("own = 48\nset = [47, 49]\nsame = [48.0, 50]");
  EXPECT_EQ(words_of(options_beside(*other.find("set"), *other.find("own"))), "47 | *48 | 49");
  EXPECT_EQ(words_of(options_beside(*other.find("same"), *other.find("own"))), "*48 | 50");
}

TEST(TomlChoices, TypesAreOfTheUsualOption) {
  using Type = TomlValue::Type;
  const auto table = table_of(R"(
a = ["> 50", 51]
b = [51, "> 50"]
c = "48 .. 52"
d = "3m .. 6m"
e = { options = ["x", 1], usual = 1 }
f = [{ a = 1 }]
g = []
h = { b = 1 }
)");
  TomlReading reading(table, {});
  const auto own = reading.table();
  const auto type = [&](const char* key) { return own.find(key)->type(); };
  EXPECT_EQ(type("a"), Type::text);
  EXPECT_EQ(type("b"), Type::number);
  EXPECT_EQ(type("c"), Type::number);
  EXPECT_EQ(type("d"), Type::text);
  EXPECT_EQ(type("e"), Type::number);
  EXPECT_EQ(type("f"), Type::table);
  EXPECT_EQ(type("g"), Type::array);
  EXPECT_EQ(type("h"), Type::table);
  EXPECT_TRUE(reading.met().empty());
  EXPECT_EQ(table.find("a")->type(), Type::array);  // read without choices
}

TEST(TomlChoices, ChangesAreReadAtTheirPlace) {
  const auto table = table_of("episode = { below = [48, 47] }\nwith = { a = 5, b = { c = 6 } }");
  TomlReading first(table, {});
  EXPECT_EQ(first.table().find("episode")->table().number("below"), 48);
  const auto& set = first.met().at(0).set;
  const TomlChange below{"episode.below", set.options[0].value};
  const TomlChange whole{"with.b", *table.find("with")->table().find("b")};
  TomlReading second(table, {}, {&below, &whole}, false);
  const auto read = *second.table().find("episode")->table().find("below");
  EXPECT_EQ(read.number(), 47);
  EXPECT_EQ(read.place().line, 1);
  EXPECT_EQ(read.place().column, 26);
  EXPECT_EQ(second.table().find("with")->table().find("b")->table().integer("c"), 6);
  EXPECT_TRUE(second.table().varied());
  EXPECT_FALSE(first.table().varied());
  EXPECT_FALSE(table.varied());
  EXPECT_TRUE(encloses(read, read.place()));
  EXPECT_TRUE(encloses(*table.find("episode"), read.place()));
  EXPECT_FALSE(encloses(*table.find("with"), read.place()));
}

TEST(TomlChoices, PartsLeftOutAndKeysAdded) {
  const auto table = table_of(R"(
drivers = ["rate", "slope", "gdp"]
signals = { momentum = { months = 12 }, trend = {} }
scenario = [ { id = "base", growth = 1 }, { id = "low", growth = 2 }, { growth = 3 } ]
value = "new"
)");
  const auto value = *table.find("value");
  const TomlChange slope{"drivers.2", std::nullopt}, trend{"signals.trend", std::nullopt};
  const TomlChange added{"signals.volatility.months", value}, growth{"scenario.low.growth", value},
      third{"scenario.3.growth", value}, deep{"score.standing", value};
  TomlReading reading(table, {}, {&slope, &third, &growth, &deep, &trend, &added});
  const auto own = reading.table();
  std::vector<std::string> drivers;
  for (const auto& one : own.find("drivers")->array()) drivers.push_back(one.text());
  EXPECT_EQ(fmt::format("{}", fmt::join(drivers, " ")), "rate gdp");
  const auto signals = own.find("signals")->table();
  EXPECT_EQ(fmt::format("{}", fmt::join(signals.keys(), " ")), "momentum volatility");
  EXPECT_FALSE(signals.find("trend"));
  EXPECT_EQ(signals.find("volatility")->table().text("months"), "new");
  const auto scenarios = own.find("scenario")->array();
  EXPECT_EQ(scenarios[0].table().integer("growth"), 1);
  EXPECT_EQ(scenarios[1].table().text("growth"), "new");
  EXPECT_EQ(scenarios[2].table().text("growth"), "new");
  EXPECT_EQ(own.find("score")->table().text("standing"), "new");
  signals.find("momentum");
  signals.finish("signals");  // `trend` is left out, and so nobody need ask for it
  const auto unasked = failure_of([&] { reading.table().find("signals")->table().finish("signals"); });
  EXPECT_NE(unasked.what.find("unknown key `momentum`"), std::string::npos);
  const auto fresh = reading.table().find("signals")->table();
  fresh.find("momentum");
  const auto unknown = failure_of([&] { fresh.finish("signals"); });
  EXPECT_NE(unknown.what.find("unknown key `volatility`"), std::string::npos);
  EXPECT_EQ(unknown.place.line, value.place().line);
}

TEST(TomlChoices, PathsAskedForAreKnown) {
  const auto table = table_of("episode = { below = 48 }\nlist = [ { id = \"x\", a = 1 } ]");
  TomlReading reading(table, {});
  const auto own = reading.table();
  own.find("anchor");
  own.find("episode")->table().number("below");
  own.find("list")->array()[0].table().integer("a");
  std::vector<std::string> paths;
  for (const auto& [path, value] : reading.asked()) paths.push_back(path + (value ? "" : "?"));
  EXPECT_EQ(fmt::format("{}", fmt::join(paths, " ")), "anchor? episode episode.below list list.x.a");
}

TEST(TomlChoices, PlainKeysAreNoSets) {
  const auto table =
      table_of("title = \"1 .. 3\"\nclaim = [1, 2]\nsub = { title = \"48 .. 52\", claim = [3, 4] }");
  TomlReading reading(table, {"claim"});
  const auto own = reading.table();
  EXPECT_EQ(own.text("title"), "1 .. 3");
  EXPECT_EQ(failure_of([&] { own.number("claim"); }).what, "`claim` must be a number, not an array");
  EXPECT_EQ(failure_of([&] { own.number("claim"); }).mend, "One list of options is enough: [48, 47.5].");
  EXPECT_EQ(own.find("sub")->table().text("title"), "48 .. 52");
  EXPECT_EQ(own.find("sub")->table().number("claim"), 3);  // below the table it is a key like others
  EXPECT_EQ(reading.met().size(), 1u);
}

TEST(TomlChoices, BadOptionsAreRefused) {
  struct Case {
    const char* text;
    ErrorCode code;
    const char* what;
    int column;
  };
  const Case cases[] = {
      {"a = []", ErrorCode::choice_options, "`a` has no option", 5},
      {"a = [1, 2, 1.0]", ErrorCode::choice_options, "stands here twice: 1", 12},
      {"a = [1, \"1 .. 3\"]", ErrorCode::choice_options, "stands here twice: 1", 9},
      {"a = \"0 .. 100000\"", ErrorCode::choice_options, "has 100001 values, more than 10000", 5},
      {"a = \"5 .. 1\"", ErrorCode::choice_range, "the end comes before the begin", 5},
      {"a = { options = [1, 3, 6], usual = 4 }", ErrorCode::choice_option,
       "`usual` is none of the options: 4", 36},
      {"a = { options = [1], use = 4 }", ErrorCode::study_file, "`a` must be a number, not a table", 5},
      {"a = [\"12m\", \"1y\"]", ErrorCode::choice_options, "an option of `a` stands here twice: 1y", 13},
      {"a = [[1, 2], 3]", ErrorCode::study_file, "`a` must be a number, not an array", 6},
      {"a = [\"x\", 3]", ErrorCode::study_file, "`a` must be a number, not text", 6}};
  for (const auto& one : cases) {
    TomlReading reading(table_of(one.text), {});
    const auto failure = failure_of([&] { reading.table().number("a"); });
    EXPECT_EQ(failure.code, one.code) << one.text;
    EXPECT_NE(failure.what.find(one.what), std::string::npos) << one.text << ": " << failure.what;
    EXPECT_EQ(failure.place.column, one.column) << one.text;
    EXPECT_EQ(failure.place.line, 1) << one.text;
  }
  TomlReading many(table_of("a = \"1 .. 9000\"\nb = \"1 .. 9000\"\nc = \"1 .. 9000\""), {});
  many.table().number("a");
  many.table().number("b");
  many.table().number("a");  // met already
  const auto together = failure_of([&] { many.table().number("c"); });
  EXPECT_EQ(together.what, "more than 20000 options together");
  EXPECT_EQ(together.place.line, 3);
  TomlReading near(table_of("a = { options = [\"trough\", \"end\"], usual = \"trogh\" }"), {});
  EXPECT_EQ(failure_of([&] { near.table().text("a"); }).mend, "did you mean `trough`?");
  const auto vary = table_of("own = 48\na = { options = [47, 48], usual = 47 }");
  const auto usual = failure_of([&] { options_beside(*vary.find("a"), *vary.find("own")); });
  EXPECT_EQ(usual.code, ErrorCode::choice_option);
  EXPECT_EQ(usual.place.column, 35);
}

TEST(TomlChoices, SetsInsideOptionsAreRefused) {
  TomlReading reading(table_of("episode = [ { below = [48, 47] }, { below = 46 } ]"), {});
  const auto failure = failure_of([&] { reading.table().find("episode")->table().number("below"); });
  EXPECT_EQ(failure.code, ErrorCode::choice_options);
  EXPECT_EQ(failure.what, "`below` is a set inside an option of another");
  EXPECT_EQ(failure.place.column, 23);
  TomlReading range(table_of("episode = [ { below = \"46 .. 48\" }, { below = 46 } ]"), {});
  EXPECT_EQ(failure_of([&] { range.table().find("episode")->table().number("below"); }).code,
            ErrorCode::choice_options);
}

TEST(TomlChoices, CanonicalTexts) {
  const auto text = [](std::string_view content) {
    TomlReading reading(table_of(content), {"id", "vary"});
    const auto own = reading.table();
    own.find("title");
    own.number("a");
    own.find("b")->table().number("c");
    return reading.canonical_text();
  };
  const auto plain = text("a = 48\nb = { c = 1, d = [1, \"x\"] }");
  EXPECT_EQ(plain, R"({ a = 48, b = { c = 1, d = [1, "x"] } })");
  EXPECT_EQ(text("b = { d = [1.0, \"x\"], c = [1, 2], title = \"t\" }\nid = \"i\"\ntitle = \"u\"\na = [48, "
                 "47]\nvary = 1"),
            plain);
  EXPECT_EQ(text("a = { options = [47, 48], usual = 48.0 }\n[b]\nc = \"1 .. 3\"\nd = [1, \"x\"]"), plain);
  EXPECT_NE(text("a = 47\nb = { c = 1, d = [1, \"x\"] }"), plain);
  EXPECT_EQ(canonical_text(*table_of("a = { q = \"say \\\"x\\\"\", p = 1979-01-02 }").find("a")),
            R"({ p = 1979-01-02, q = "say \"x\"" })");
}

// Reads all of a table as numbers, texts and tables, into one text.
std::string read_all(const TomlTable& table, int width) {
  std::string text;
  for (int i = 0; i < width; ++i) {
    const auto value = table.find(fmt::format("k{}", i));
    if (!value) continue;
    switch (value->type()) {
      case TomlValue::Type::number: text += fmt::format("k{}={} ", i, value->number()); break;
      case TomlValue::Type::text: text += fmt::format("k{}='{}' ", i, value->text()); break;
      case TomlValue::Type::boolean: text += fmt::format("k{}={} ", i, value->boolean()); break;
      default: text += fmt::format("k{}({}) ", i, read_all(value->table(), width));
    }
  }
  return text;
}

struct RandomKey {
  std::string path;
  std::vector<std::string> options;  // in TOML
  std::size_t usual = 0;
};

TEST(TomlChoices, RandomTables) {
  std::mt19937 engine(11);
  const auto draw = [&](std::size_t most) { return static_cast<std::size_t>(engine() % most); };
  for (int round = 0; round < 300; ++round) {
    std::vector<RandomKey> keys;
    for (int i = 0; i < 5; ++i)
      for (int j = 0; j < 3; ++j) {
        RandomKey key;
        key.path = j == 0 ? fmt::format("k{}", 2 * i) : fmt::format("k{}.k{}", 2 * i + 1, j);
        const auto count = 1 + draw(4);
        const auto kind = draw(3);
        for (std::size_t o = 0; o < count; ++o)
          key.options.push_back(kind == 0   ? fmt::format("{}", 10 * o + draw(10))
                                : kind == 1 ? fmt::format("\"t{}\"", o)
                                            : fmt::format("{}.5", 3 * o + draw(3)));
        key.usual = draw(count);
        keys.push_back(key);
      }
    const auto file = [&](const std::vector<std::size_t>& chosen) {
      std::string text;
      for (std::size_t i = 0; i < keys.size(); ++i)
        text += keys[i].path + " = " + keys[i].options[chosen[i]] + "\n";
      return text;
    };
    std::string open;
    std::vector<std::size_t> chosen, usual;
    for (const auto& key : keys) {
      usual.push_back(key.usual);
      chosen.push_back(draw(key.options.size()));
      open += fmt::format("{} = {{ options = [{}], usual = {} }}\n", key.path, fmt::join(key.options, ", "),
                          key.options[key.usual]);
    }
    const auto table = table_of(open);
    TomlReading own(table, {});
    ASSERT_EQ(read_all(own.table(), 12), read_all(table_of(file(usual)), 12));
    std::vector<TomlChange> changes;
    for (const auto& met : own.met()) {
      const auto at = static_cast<std::size_t>(
          std::find_if(keys.begin(), keys.end(), [&](const auto& key) { return key.path == met.path; }) -
          keys.begin());
      const auto plain = table_of("v = " + keys[at].options[chosen[at]]);
      const auto wanted = canonical_text(*plain.find("v"));
      for (const auto& option : met.set.options)
        if (canonical_text(option.value) == wanted) changes.push_back({met.path, option.value});
    }
    ASSERT_EQ(changes.size(), keys.size());
    std::vector<const TomlChange*> sorted;
    for (const auto& change : changes) sorted.push_back(&change);
    std::sort(sorted.begin(), sorted.end(), [](auto* a, auto* b) { return a->path < b->path; });
    TomlReading other(table, {}, sorted, false);
    ASSERT_EQ(read_all(other.table(), 12), read_all(table_of(file(chosen)), 12));
  }
}

}  // namespace
}  // namespace rerate

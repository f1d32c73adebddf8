// Behaviour -> test
//   the error of the manual, word by word                     Formula.TellsWhereAndWhat
//   references and text come back                             Formula.KeepsTextAndReferences
//   a carried series gives values, its new periods do not     Formula.ValuesDoNotComeFromCalendars
//   a caller's complaint about a reference                    Formula.FailureAtAReference
//   bind and evaluate agree on the type                       Formula.BindAndEvaluateAgree
//   no value is known before anything it read                 Formula.KnownAtNeverPrecedesItsInputs
//   no result is infinite, none misses its known_at           Formula.ResultsAreWellFormed
//   truncating the inputs never changes earlier values        Formula.NothingLooksAhead
//   each series is asked for once                             Formula.AsksForEachSeriesOnce
//   random bytes and random words never crash                 Formula.RandomBytes, Formula.RandomWords
//   the longest chains bind and evaluate                      Formula.LongChains
//   broken contracts of the caller are our own bug            Formula.BrokenSeriesAreInternalErrors

#include "rerate/formula/formula.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rerate/formula/formula_fixture.h"

namespace rerate {
namespace {

using formula_fixture::kinds;
using formula_fixture::kNan;
using formula_fixture::monthly;
using formula_fixture::noise;
using formula_fixture::World;
using testing::HasSubstr;

// A formula for each function, over the series of kinds().
const std::vector<std::string> kEveryFunction = {
    "lag(level, 3m)",
    "diff(rates.gs10, 12m)",
    "pct(price)",
    "yoy(level)",
    "published(oas)",
    "log(level)",
    "exp(score)",
    "abs(oas)",
    "min(oas, 3, rates.gs10)",
    "max(rates.gs10, rates.tb3ms)",
    "mean(return_a, return_b)",
    "sum(return_a, return_b)",
    "clip(oas, 4, 6)",
    "when(recession and oas > 5, return_a, return_b)",
    "index(return_a)",
    "ret(index(mean(return_a, return_b)), 12m)",
    "ma(philly, 3m)",
    "ema(philly, 3m)",
    "std(return_a, 12m)",
    "zscore(oas)",
    "zscore(oas, 12m)",
    "percentile(oas)",
    "percentile(oas, 12m)",
    "rolling_corr(return_a, oas, 12m)",
    "rolling_beta(return_a, oas, 12m)",
    "resample(level, quarter, mean)",
    "resample(index_daily, month, last)",
    "resample(index_daily, week, mean)",
    "yoy(index_daily)",
    "ma(index_daily, 50d) / lag(index_daily, 3m)",
    "fill(oas)",
    "rates.gs10 - bey(rates.tb3ms)",
    "resample(rates.gs10, quarter, mean) / 100 * gdp",
    "(ism - 50) / 2 > 1 and not recession",
};

TEST(Formula, TellsWhereAndWhat) {
  EXPECT_EQ(kinds().complaint("rates.gs11 - bey(rates.tb3ms)", {"study.toml", 12, 9}),
            "error RR301: unknown series `rates.gs11`\n"
            "  --> study.toml:12:9\n"
            "    rates.gs11 - bey(rates.tb3ms)\n"
            "    ^^^^^^^^^^\n"
            "  fix: did you mean `rates.gs10`?");
  EXPECT_EQ(kinds().complaint("rates.gs10 - gdp"),
            "error RR306: frequencies differ: `rates.gs10` is monthly and `gdp` quarterly\n"
            "    rates.gs10 - gdp\n"
            "    ^^^^^^^^^^^^^^^^\n"
            "  fix: write resample(rates.gs10, quarter, mean)");
  EXPECT_EQ(kinds().complaint("lead(oas, 3m)"),
            "error RR312: `lead` would read the future\n"
            "    lead(oas, 3m)\n"
            "    ^^^^\n"
            "  fix: a formula reads only what was known: write lag(x, 12m) on the other series");
  EXPECT_EQ(kinds().complaint("unheard_of_series_name"),
            "error RR301: unknown series `unheard_of_series_name`\n"
            "    unheard_of_series_name\n"
            "    ^^^^^^^^^^^^^^^^^^^^^^\n"
            "  fix: Name a series of the study or a catalogue id; rerate data list shows them.");
}

TEST(Formula, ValuesDoNotComeFromCalendars) {
  const auto names = [](const char* text) {
    std::vector<std::string> found;
    for (const auto& reference : Formula::parse(text).value_references()) found.push_back(reference.name);
    return found;
  };
  using Names = std::vector<std::string>;
  EXPECT_EQ(names("a.x + ma(a.y, 3m)"), (Names{"a.x", "a.y"}));
  EXPECT_EQ(names("carry(yoy(a.x), a.y)"), (Names{"a.x"}));
  EXPECT_EQ(names("carry(a.x, a.y) - a.y"), (Names{"a.x", "a.y"}));
  EXPECT_EQ(names("carry(carry(a.x, a.y), a.z)"), (Names{"a.x"}));
}

TEST(Formula, KeepsTextAndReferences) {
  const auto formula = Formula::parse(" b + a.c * b ");
  EXPECT_EQ(formula.text(), " b + a.c * b ");
  const auto references = formula.references();
  ASSERT_EQ(references.size(), 2u);
  EXPECT_EQ(references[0].name, "b");
  EXPECT_EQ(references[1].name, "a.c");
  EXPECT_EQ(references[1].begin, 5u);
  EXPECT_EQ(references[1].end, 8u);
}

TEST(Formula, FailureAtAReference) {
  const auto formula = Formula::parse("a + curve", {"study.toml", 3, 10});
  const auto failure =
      formula.failure_at(formula.references()[1], ErrorCode::formula_syntax, "in a circle", "break it");
  EXPECT_EQ(to_string(failure.place), "study.toml:3:14");
  EXPECT_EQ(failure.excerpt, "a + curve\n    ^^^^^");
  EXPECT_EQ(failure.what, "in a circle");
  EXPECT_EQ(failure.mend, "break it");
}

TEST(Formula, BindAndEvaluateAgree) {
  const auto world = kinds();
  for (const auto& text : kEveryFunction) {
    const auto bound = world.type(text), evaluated = world(text).type;
    EXPECT_EQ(bound.frequency, evaluated.frequency) << text;
    EXPECT_EQ(bound.kind, evaluated.kind) << text;
    EXPECT_EQ(bound.unit, evaluated.unit) << text;
    EXPECT_FALSE(world(text).empty()) << text;
  }
}

// Reveal the inputs one release at a time: a value with known_at <= D must come out the same when only what was
// known at D is read, and no value may depend on anything later than its known_at.
TEST(Formula, KnownAtNeverPrecedesItsInputs) {
  const auto world = kinds();
  for (const auto& text : kEveryFunction) {
    const auto full = world(text);
    const Date as_of = *parse_date("2002-09-15");
    auto then = world;
    for (auto& [name, series] : then.series) {
      Series known{series.type, series.name, {}, {}, {}};
      for (std::size_t i = 0; i < series.size(); ++i)
        if (series.known_at[i] <= as_of) known.append(series.ordinal[i], series.value[i], series.known_at[i]);
      series = known;
    }
    const auto early = then(text);
    std::size_t compared = 0;
    for (std::size_t i = 0; i < full.size(); ++i) {
      if (full.known_at[i] > as_of || std::isnan(full.value[i])) continue;
      const auto row = early.find(full.ordinal[i]);
      // A lagged or resampled figure may be known before the period that it stands in has figures or is over.
      if (!row && full.ordinal[i] > early.ordinal.back()) continue;
      ASSERT_TRUE(row.has_value()) << text << " at " << to_string(full.period(i));
      EXPECT_EQ(early.value[*row], full.value[i]) << text << " at " << to_string(full.period(i));
      ++compared;
    }
    EXPECT_GT(compared, 2u) << text;
  }
}

TEST(Formula, ResultsAreWellFormed) {
  auto world = kinds();
  for (auto& [name, series] : world.series)
    for (std::size_t i = 7; i < series.size(); i += 31) {
      if (series.type.kind == Kind::return_) continue;  // index() refuses gaps
      series.value[i] = kNan;
      series.known_at[i] = kAlwaysKnown;
    }
  for (const auto& text : kEveryFunction) {
    const auto result = world(text);
    ASSERT_EQ(result.value.size(), result.size());
    ASSERT_EQ(result.known_at.size(), result.size());
    for (std::size_t i = 0; i < result.size(); ++i) {
      EXPECT_FALSE(std::isinf(result.value[i])) << text;
      EXPECT_EQ(std::isnan(result.value[i]), result.known_at[i] == kAlwaysKnown) << text;
      if (i > 0 && is_regular(result.type.frequency)) {
        EXPECT_EQ(result.ordinal[i], result.ordinal[i - 1] + 1) << text;
      }
      if (i > 0) {
        EXPECT_GT(result.ordinal[i], result.ordinal[i - 1]) << text;
      }
    }
  }
}

TEST(Formula, NothingLooksAhead) {
  const auto world = kinds();
  for (const auto& text : kEveryFunction) {
    const auto full = world(text);
    auto shorter = world;
    for (auto& [name, series] : shorter.series)
      series = slice(series, std::nullopt, parse_date("2002-12-31"));
    const auto early = shorter(text);
    ASSERT_FALSE(early.empty()) << text;
    for (std::size_t i = 0; i < early.size(); ++i) {
      const auto row = full.find(early.ordinal[i]);
      ASSERT_TRUE(row.has_value()) << text;
      if (early.known_at[i] <= *parse_date("2002-12-31") && text != "published(oas)") {
        EXPECT_EQ(early.value[i], full.value[*row]) << text;
      }
    }
  }
}

TEST(Formula, AsksForEachSeriesOnce) {
  World world;
  world.series = {{"x", monthly(noise(50, 1))}};
  int asked = 0;
  const auto formula = Formula::parse("x + x - 2 * x");
  const auto result = formula.evaluate([&](const std::string& name) -> const Series& {
    ++asked;
    EXPECT_EQ(name, "x");
    return world.series["x"];
  });
  EXPECT_EQ(asked, 1);
  EXPECT_EQ(result.name, "x + x - 2 * x");
  EXPECT_EQ(world("x").value, world.series["x"].value);
}

TEST(Formula, RandomBytes) {
  const RandomStream random(99, 1);
  int accepted = 0;
  for (std::uint64_t round = 0; round < 4000; ++round) {
    std::string text;
    const auto length = random.below(round * 100, 60);
    for (std::uint64_t i = 1; i <= length; ++i)
      text += static_cast<char>(random.below(round * 100 + i, round % 2 == 0 ? 256 : 96) +
                                (round % 2 == 0 ? 0 : 32));
    try {
      Formula::parse(text, {"f", 1, 1});
      ++accepted;
    } catch (const UserError& error) {
      EXPECT_FALSE(error.failure().what.empty());
    }
  }
  EXPECT_LT(accepted, 4000);
}

TEST(Formula, RandomWords) {
  const auto world = kinds();
  std::vector<std::string> words = {"(",  ")",    ",",       "+",     "-",    "*",    "/",   "^",    "<",
                                    "==", "and",  "or",      "not",   "12m",  "3m",   "1q",  "250d", "2",
                                    "0",  "-1.5", "quarter", "month", "last", "mean", "sum", "="};
  for (const auto& [name, series] : world.series) words.push_back(name);
  for (const auto& text : kEveryFunction) words.push_back(text);
  const RandomStream random(99, 2);
  int evaluated = 0;
  for (std::uint64_t round = 0; round < 20000; ++round) {
    std::string text;
    const auto length = 1 + random.below(round * 100, 7);
    for (std::uint64_t i = 1; i <= length; ++i)
      text += words[random.below(round * 100 + i, words.size())] + " ";
    try {
      world.type(text);
      const auto result = world(text);
      for (double value : result.value) ASSERT_FALSE(std::isinf(value)) << text;
      ++evaluated;
    } catch (const UserError& error) {
      EXPECT_FALSE(error.failure().excerpt.empty()) << text;
      EXPECT_THAT(error.what(), HasSubstr("fix: ")) << text;
    }
  }
  EXPECT_GT(evaluated, 1000);
}

TEST(Formula, LongChains) {
  World world;
  world.series = {{"x", monthly({1, 2, 3})}};
  std::string sum = "x";
  for (int i = 0; i < 1000; ++i) sum += "+x";
  EXPECT_THAT(world(sum).value, testing::ElementsAre(1001, 2002, 3003));
  std::string nested = "x";
  for (int i = 0; i < 200; ++i) nested = "abs(" + nested + ")";
  EXPECT_THAT(world(nested).value, testing::ElementsAre(1, 2, 3));
}

TEST(Formula, BrokenSeriesAreInternalErrors) {
  World world;
  world.series = {{"x", monthly({1, 2, 3})}};
  world.series["x"].ordinal[2] += 1;
  EXPECT_THROW(world("x + 1"), InternalError);
  world.series["x"] = monthly({1, std::numeric_limits<double>::infinity()});
  EXPECT_THROW(world("x + 1"), InternalError);
}

}  // namespace
}  // namespace rerate

// Behaviour -> test
//   every operator and function gives the documented type     TypeRules.Results
//   what does not fit is refused with what and mend           TypeRules.Conflicts
//   the mend for two frequencies is itself right              TypeRules.FrequencyMendsBind
//   a number fits everything                                  TypeRules.NumbersFit
//   units of products stay readable                           TypeRules.UnitsDoNotGrowWithoutEnd
//   a bare reference keeps its type                           TypeRules.ReferencesKeepTheirType

#include "rerate/formula/type_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rerate/formula/formula_fixture.h"

namespace rerate {
namespace {

using formula_fixture::kinds;

std::string told(const SeriesType& type) {
  return std::string(to_string(type.frequency)) + " " + std::string(to_string(type.kind)) + " [" + type.unit +
         "]";
}

TEST(TypeRules, Results) {
  const auto world = kinds();
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"rates.gs10 - bey(rates.tb3ms)", "monthly spread [pp]"},
      {"rates.gs10 + rates.tb3ms", "monthly rate [percent]"},
      {"rates.gs10 - 2", "monthly rate [percent]"},
      {"2 - rates.gs10", "monthly rate [percent]"},
      {"rates.gs10 + oas", "monthly rate [percent]"},
      {"oas + rates.gs10", "monthly rate [percent]"},
      {"rates.gs10 - oas", "monthly rate [percent]"},
      {"oas - rates.gs10", "monthly spread [pp]"},
      {"oas + oas", "monthly spread [pp]"},
      {"return_a - return_b", "monthly spread [pp]"},
      {"return_a + return_b", "monthly return [percent]"},
      {"return_a - rates.gs10", "monthly spread [pp]"},
      {"return_a - oas", "monthly spread [pp]"},
      {"oas - return_a", "monthly spread [pp]"},
      {"level + level", "monthly level [bn_usd]"},
      {"level - level", "monthly level [bn_usd]"},
      {"price - price", "monthly level [index]"},
      {"price + price", "monthly price_index [index]"},
      {"price + 1", "monthly price_index [index]"},
      {"1 - price", "monthly level [index]"},
      {"ism + ism", "monthly balance [index]"},
      {"ism - 50", "monthly diffusion_index [index]"},
      {"ism - philly", "monthly balance [index]"},
      {"pb - pb", "monthly spread [ratio]"},
      {"score - score", "monthly score []"},
      {"recession + recession", "monthly level []"},
      {"-price", "monthly level [index]"},
      {"-ism", "monthly balance [index]"},
      {"-recession", "monthly score []"},
      {"-rates.gs10", "monthly rate [percent]"},
      {"2 * rates.gs10", "monthly rate [percent]"},
      {"price / 2", "monthly price_index [index]"},
      {"ism * 2", "monthly balance [index]"},
      {"recession * 5", "monthly level []"},
      {"recession * return_a", "monthly return [percent]"},
      {"return_a * score", "monthly return [percent]"},
      {"price * pb", "monthly level [index]"},
      {"pb * recession", "monthly level []"},
      {"rates.gs10 * rates.tb3ms", "monthly level [percent*percent]"},
      {"level * price", "monthly level [bn_usd*index]"},
      {"level * price * level", "monthly level [(bn_usd*index)*bn_usd]"},
      {"price / price", "monthly ratio [ratio]"},
      {"rates.gs10 / oas", "monthly ratio [ratio]"},
      {"level / price", "monthly level [bn_usd/index]"},
      {"level / pb", "monthly level [bn_usd]"},
      {"price / pb", "monthly level [index]"},
      {"1 / pb", "monthly ratio [ratio]"},
      {"1 / level", "monthly level [1/bn_usd]"},
      {"pb / level", "monthly level [1/bn_usd]"},
      {"level ^ 2", "monthly level [bn_usd^2]"},
      {"pb ^ 2", "monthly level []"},
      {"2 ^ pb", "monthly level []"},
      {"pb ^ score", "monthly level []"},
      {"level > 3", "monthly indicator []"},
      {"rates.gs10 >= rates.tb3ms and not recession", "monthly indicator []"},
      {"recession or ism < 50", "monthly indicator []"},
      {"log(level)", "monthly level []"},
      {"exp(score)", "monthly level []"},
      {"abs(oas)", "monthly spread [pp]"},
      {"abs(recession)", "monthly level []"},
      {"mean(return_a, return_b)", "monthly return [percent]"},
      {"mean(ism, ism)", "monthly diffusion_index [index]"},
      {"max(rates.gs10, 0)", "monthly rate [percent]"},
      {"min(rates.gs10, oas)", "monthly rate [percent]"},
      {"sum(ism, ism)", "monthly balance [index]"},
      {"clip(oas, 0, 5)", "monthly spread [pp]"},
      {"when(recession, oas, 0)", "monthly spread [pp]"},
      {"when(recession, 1, 0)", "monthly level []"},
      {"when(gdp > 0, 1, 0)", "quarterly level []"},
      {"when(1 < 2, oas, 0)", "monthly spread [pp]"},
      {"index(mean(return_a, return_b))", "monthly total_return_index [index]"},
      {"index(pct(price))", "monthly total_return_index [index]"},
      {"ret(index(return_a), 12m)", "monthly return [percent]"},
      {"ret(level, 12m)", "monthly return [percent]"},
      {"yoy(price)", "monthly return [percent]"},
      {"yoy(level)", "monthly rate [percent]"},
      {"yoy(gdp)", "quarterly rate [percent]"},
      {"pct(pb)", "monthly rate [percent]"},
      {"pct(assets)", "annual rate [percent]"},
      {"yoy(index_daily)", "daily return [percent]"},
      {"diff(rates.gs10, 12m)", "monthly spread [pp]"},
      {"diff(price)", "monthly level [index]"},
      {"diff(ism)", "monthly balance [index]"},
      {"lag(price, 0m)", "monthly price_index [index]"},
      {"fill(total)", "monthly total_return_index [index]"},
      {"published(ism)", "monthly diffusion_index [index]"},
      {"ma(total, 12m)", "monthly total_return_index [index]"},
      {"ema(recession, 6m)", "monthly ratio [ratio]"},
      {"std(return_a, 12m)", "monthly spread [pp]"},
      {"zscore(oas)", "monthly score []"},
      {"percentile(oas, 5y)", "monthly score []"},
      {"rolling_corr(return_a, oas, 36m)", "monthly score []"},
      {"rolling_beta(return_a, return_b, 36m)", "monthly ratio [ratio]"},
      {"resample(total, quarter, last)", "quarterly total_return_index [index]"},
      {"resample(index_daily, week, last)", "weekly price_index [index]"},
      {"resample(recession, year, mean)", "annual ratio [ratio]"},
      {"resample(recession, year, sum)", "annual level []"},
      {"index(resample(return_a, quarter, sum))", "quarterly total_return_index [index]"},
      {"rates.gs10 * (1 + 2 ^ 3) - log(2)", "monthly rate [percent]"},
  };
  for (const auto& [formula, expected] : cases) EXPECT_EQ(told(world.type(formula)), expected) << formula;
}

struct Conflict {
  std::string formula;
  ErrorCode code;
  std::string marked, what, mend;
};

TEST(TypeRules, Conflicts) {
  const auto unit = ErrorCode::formula_unit, kind = ErrorCode::formula_kind,
             frequency = ErrorCode::formula_frequency, duration = ErrorCode::formula_duration,
             arguments = ErrorCode::formula_arguments;
  const std::string one_unit = "bring both to one unit, e.g. growth with yoy(x) or scores with zscore(x)";
  const std::string dividends =
      "a price index and a total-return index do not mix: `price` leaves dividends out and `total` reinvests "
      "them";
  const std::string two_returns =
      "take two returns, such as french.mkt_rf + french.rf, or two rates; x - y is their distance";
  const std::string two_indexes = "take two price indexes or two total-return indexes";
  const std::vector<Conflict> conflicts = {
      {"rates.gs10 + level", unit, "rates.gs10 + level",
       "units differ: `rates.gs10` is in percent and `level` in bn_usd", one_unit},
      {"level < score", unit, "level < score",
       "units differ: `level` is in bn_usd and `score` without a unit", one_unit},
      {"mean(oas, oas, ism)", unit, "ism", "units differ: `oas` is in pp and `ism` in index", one_unit},
      {"price - total", kind, "price - total", dividends, two_indexes},
      {"total / price", kind, "total / price", dividends, two_indexes},
      {"total > price", kind, "total > price", dividends, two_indexes},
      {"max(total, price)", kind, "price", dividends, two_indexes},
      {"return_a + rates.gs10", kind, "return_a + rates.gs10",
       "`return_a` is a return and `rates.gs10` a rate: they do not mix", two_returns},
      {"rates.gs10 + return_a", kind, "rates.gs10 + return_a",
       "`return_a` is a return and `rates.gs10` a rate: they do not mix", two_returns},
      {"oas + return_a", kind, "oas + return_a", "`return_a` is a return and `oas` a spread: they do not mix",
       two_returns},
      {"index(return_a + rates.gs10)", kind, "return_a + rates.gs10",
       "`return_a` is a return and `rates.gs10` a rate: they do not mix", two_returns},
      {"mean(return_a, oas)", kind, "oas", "`return_a` is a return and `oas` a spread: they do not mix",
       two_returns},
      {"sum(return_a, return_b, rates.gs10)", kind, "rates.gs10",
       "`return_a` is a return and `rates.gs10` a rate: they do not mix", two_returns},
      {"min(rates.gs10, return_a)", kind, "return_a",
       "`return_a` is a return and `rates.gs10` a rate: they do not mix", two_returns},
      {"max(0, oas, return_a)", kind, "return_a",
       "`return_a` is a return and `oas` a spread: they do not mix", two_returns},
      {"clip(return_a, 0, rates.gs10)", kind, "rates.gs10",
       "`return_a` is a return and `rates.gs10` a rate: they do not mix", two_returns},
      {"when(recession, return_a, rates.gs10)", kind, "rates.gs10",
       "`return_a` is a return and `rates.gs10` a rate: they do not mix", two_returns},
      {"index(return_a - oas)", kind, "return_a - oas",
       "`index` cumulates returns; `return_a - oas` is a spread",
       "give it simple returns of one period, in percent"},
      {"rates.gs10 - gdp", frequency, "rates.gs10 - gdp",
       "frequencies differ: `rates.gs10` is monthly and `gdp` quarterly",
       "write resample(rates.gs10, quarter, mean)"},
      {"gdp * (rates.gs10 + 1)", frequency, "gdp * (rates.gs10 + 1)",
       "frequencies differ: `gdp` is quarterly and `(rates.gs10 + 1)` monthly",
       "write resample((rates.gs10 + 1), quarter, mean)"},
      {"index_daily / claims", frequency, "index_daily / claims",
       "frequencies differ: `index_daily` is daily and `claims` weekly",
       "write resample(index_daily, week, last)"},
      {"return_a - yoy(gdp)", frequency, "return_a - yoy(gdp)",
       "frequencies differ: `return_a` is monthly and `yoy(gdp)` quarterly",
       "write ret(resample(index(return_a), quarter, last), 1q)"},
      {"recession and gdp > 0", frequency, "recession and gdp > 0",
       "frequencies differ: `recession` is monthly and `gdp > 0` quarterly",
       "write resample(recession, quarter, last)"},
      {"when(gdp > 0, level, 0)", frequency, "gdp > 0",
       "frequencies differ: `gdp > 0` is quarterly and `level` monthly",
       "write resample(level, quarter, mean)"},
      {"rolling_corr(level, gdp, 12m)", frequency, "gdp",
       "frequencies differ: `level` is monthly and `gdp` quarterly", "write resample(level, quarter, mean)"},
      {"resample(gdp, month, last)", frequency, "month",
       "`gdp` is quarterly: a monthly figure cannot be made of it",
       "bring the other series to one figure a quarter: resample(other, quarter, mean)"},
      {"level ^ price", unit, "level ^ price", "an exponent has no unit, and `price` is in index",
       "divide it by something in the same unit first"},
      {"level ^ score", unit, "level ^ score",
       "only a figure without a unit may be raised to a series, and `level` is in bn_usd",
       "divide it by something in the same unit first"},
      {"level and recession", kind, "level and recession",
       "`and` and `or` join conditions, and `level` is a level", "compare it first: level > 0"},
      {"recession or 1", kind, "recession or 1", "`and` and `or` join conditions, and `1` is a number",
       "compare it first: 1 > 0"},
      {"not oas", kind, "oas", "`not` turns a condition round, and `oas` is a spread",
       "compare it first: not (oas > 0)"},
      {"when(oas, 1, 2)", kind, "oas", "`when` needs a condition; `oas` is a spread",
       "compare it first: oas > 0"},
      {"yoy(rates.gs10)", kind, "rates.gs10",
       "`yoy` needs a positive level or an index; `rates.gs10` is a rate, already in percent",
       "write diff(rates.gs10, 12m)"},
      {"pct(oas)", kind, "oas",
       "`pct` needs a positive level or an index; `oas` is a spread, passing through zero",
       "write diff(oas, 1m)"},
      {"pct(ism, 3m)", kind, "ism",
       "`pct` needs a positive level or an index; `ism` is a diffusion index, bounded by 0 and 100",
       "write diff(ism, 3m)"},
      {"yoy(philly)", kind, "philly",
       "`yoy` needs a positive level or an index; `philly` is a balance, passing through zero",
       "write diff(philly, 12m)"},
      {"yoy(return_a)", kind, "return_a",
       "`yoy` needs a positive level or an index; `return_a` is a return, a growth already",
       "cumulate it first: yoy(index(return_a))"},
      {"ret(return_a, 12m)", kind, "return_a",
       "`ret` needs a positive level or an index; `return_a` is a return, a growth already",
       "cumulate it first: ret(index(return_a), 12m)"},
      {"yoy(score)", kind, "score",
       "`yoy` needs a positive level or an index; `score` is a score, without a scale of its own",
       "write diff(score, 12m)"},
      {"yoy(recession)", kind, "recession",
       "`yoy` needs a positive level or an index; `recession` is an indicator, without a scale of its own",
       "write diff(recession, 12m)"},
      {"ret(pb, 12m)", kind, "pb", "`ret` needs a positive level or an index; `pb` is a ratio, no price",
       "write diff(pb, 12m)"},
      {"index(price)", kind, "price", "`index` cumulates returns; `price` is a price index",
       "give it simple returns of one period, in percent"},
      {"index(ret(price, 12m))", kind, "ret(price, 12m)",
       "`index` cumulates returns of one period each; those of `ret(price, 12m)` overlap or leave gaps",
       "give it returns of one month, such as pct(x)"},
      {"index(ma(return_a, 3m))", kind, "ma(return_a, 3m)",
       "`index` cumulates returns of one period each; those of `ma(return_a, 3m)` overlap or leave gaps",
       "give it returns of one month, such as pct(x)"},
      {"index(resample(return_a, quarter, last))", kind, "resample(return_a, quarter, last)",
       "`index` cumulates returns of one period each; those of `resample(return_a, quarter, last)` overlap "
       "or leave "
       "gaps",
       "give it returns of one quarter, such as pct(x)"},
      {"index(resample(yoy(price), month, sum))", kind, "resample(yoy(price), month, sum)",
       "`index` cumulates returns of one period each; those of `resample(yoy(price), month, sum)` overlap or "
       "leave gaps",
       "give it returns of one month, such as pct(x)"},
      {"bey(oas)", kind, "oas",
       "`bey` turns the discount rate of a 3-month bill, in percent, into a yield; `oas` is a spread in pp",
       "give it the bill's rate, such as bey(rates.tb3ms)"},
      {"resample(rates.gs10, quarter, sum)", kind, "sum",
       "`rates.gs10` is a rate: its sum over a period means nothing", "write mean or last"},
      {"lag(gdp, 1m)", duration, "1m", "1m is not a whole number of quarters, and `gdp` is quarterly",
       "write whole quarters, such as 4q or 12m"},
      {"ma(level, 250d)", duration, "250d", "250d is not a whole number of months, and `level` is monthly",
       "write whole months, such as 12m"},
      {"yoy(ma(assets, 6m))", duration, "6m", "6m is not a whole number of years, and `assets` is annual",
       "write whole years, such as 2y or 24m"},
      {"lag(claims, 5d)", duration, "5d", "5d is not a whole number of weeks, and `claims` is weekly",
       "write weeks or months, such as 52w or 12m"},
      {"std(level, 1m)", duration, "1m", "`std` needs a window of at least 2 observations; 1m holds 1",
       "write a longer window, such as 5y"},
      {"rolling_corr(level, oas, 2m)", duration, "2m",
       "`rolling_corr` needs a window of at least 3 observations; 2m holds 2",
       "write a longer window, such as 5y"},
      {"ma(3, 2m) + level", arguments, "3", "`ma` needs a series; `3` is a number",
       "write ma(x, window), e.g. ma(philly.current_activity, 3m)"},
      {"clip(level, 3, 1)", arguments, "3", "`clip` from 3 to 1: the lower end is above the upper",
       "write clip(level, 1, 3)"},
      {"1 + 1", ErrorCode::formula_no_series, "1 + 1", "`1 + 1` reads no series",
       "a formula gives a series: name at least one, e.g. rates.gs10 - 2"},
      {"log(2)", ErrorCode::formula_no_series, "log(2)", "`log(2)` reads no series",
       "a formula gives a series: name at least one, e.g. rates.gs10 - 2"},
      {"rates.gs11 - 2", ErrorCode::formula_unknown_series, "rates.gs11", "unknown series `rates.gs11`",
       "did you mean `rates.gs10`?"},
      {"lag - 2", ErrorCode::formula_unknown_series, "lag", "unknown series `lag`",
       "`lag` is a function: write lag(x, lag)"},
      {"zzzzzzzz", ErrorCode::formula_unknown_series, "zzzzzzzz", "unknown series `zzzzzzzz`", ""},
  };
  const auto world = kinds();
  for (const auto& conflict : conflicts) {
    try {
      world.type(conflict.formula, {"study.toml", 12, 9});
      ADD_FAILURE() << "accepted: " << conflict.formula;
    } catch (const UserError& error) {
      const auto& failure = error.failure();
      EXPECT_EQ(describe(failure.code).code, describe(conflict.code).code) << conflict.formula;
      EXPECT_EQ(failure.what, conflict.what) << conflict.formula;
      EXPECT_EQ(failure.mend, conflict.mend) << conflict.formula;
      const auto at = conflict.formula.find(conflict.marked);
      EXPECT_EQ(failure.excerpt,
                conflict.formula + "\n" + std::string(at, ' ') + std::string(conflict.marked.size(), '^'));
      EXPECT_EQ(failure.place.column, 9 + static_cast<int>(at));
    }
  }
}

// Every mend of the form "write FORMULA" for two frequencies must itself bind.
TEST(TypeRules, FrequencyMendsBind) {
  const auto world = kinds();
  for (const std::string formula : {"rates.gs10 - gdp", "index_daily / claims", "return_a - yoy(gdp)",
                                    "recession and gdp > 0", "pb * assets"}) {
    try {
      world.type(formula);
      ADD_FAILURE() << "accepted: " << formula;
    } catch (const UserError& error) {
      const std::string mend = error.failure().mend;
      ASSERT_EQ(mend.substr(0, 6), "write ");
      EXPECT_NO_THROW(world.type(mend.substr(6))) << mend;
    }
  }
}

TEST(TypeRules, NumbersFit) {
  const auto world = kinds();
  for (const auto& [name, series] : world.series)
    for (const std::string operation : {" + ", " - ", " * ", " / ", " < ", " == "}) {
      EXPECT_NO_THROW(world.type(name + operation + "2")) << name << operation;
      EXPECT_NO_THROW(world.type("(1 + 1)" + operation + name)) << name << operation;
    }
}

TEST(TypeRules, UnitsDoNotGrowWithoutEnd) {
  const auto world = kinds();
  std::string product = "level";
  for (int i = 0; i < 500; ++i) product += " * level";
  try {
    world.type(product);
    ADD_FAILURE();
  } catch (const UserError& error) {
    EXPECT_EQ(error.failure().code, ErrorCode::formula_unit);
    EXPECT_EQ(error.failure().what, "the unit of this product has grown beyond reading");
  }
}

TEST(TypeRules, ReferencesKeepTheirType) {
  const auto world = kinds();
  for (const auto& [name, series] : world.series) EXPECT_EQ(told(world.type(name)), told(series.type));
}

}  // namespace
}  // namespace rerate

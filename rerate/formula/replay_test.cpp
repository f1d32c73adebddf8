// Behaviour -> test
//   read as of any day, a formula shows the rows that it says are known by then, and no others
//     every function of the manifest                          Replay.EveryFunction
//     random compositions of them                             Replay.Compositions
//     daily series, weekends and holidays included            Replay.Days
//   a known case: a missing month cannot be filled before the next figure
//                                                             Replay.MissingMonth

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <set>

#include "rerate/formula/formula_fixture.h"
#include "rerate/formula/function_manifest.h"

namespace rerate {
namespace {

using formula_fixture::kNan;
using formula_fixture::monthly;
using formula_fixture::World;

class Draws {
 public:
  explicit Draws(std::uint64_t stream) : random_(20251115, stream) {}
  std::uint64_t below(std::uint64_t bound) { return random_.below(at_++, bound); }
  double uniform() { return random_.uniform(at_++); }
  bool once_in(std::uint64_t n) { return below(n) == 0; }

 private:
  RandomStream random_;
  std::uint64_t at_ = 0;
};

// What a reading of the store gives as of a day: figures known by then, dense when the frequency is regular,
// without missing figures at the ends.
Series as_of(const Series& series, Date day) {
  Series known{series.type, series.name, {}, {}, {}};
  for (std::size_t i = 0; i < series.size(); ++i) {
    const bool missing = std::isnan(series.value[i]);
    if (missing ? !known.empty() : series.known_at[i] <= day)
      known.append(series.ordinal[i], series.value[i], series.known_at[i]);
    else if (!known.empty() && is_regular(series.type.frequency))
      known.append(series.ordinal[i], kNan, kAlwaysKnown);
  }
  while (!known.empty() && std::isnan(known.value.back())) {
    known.ordinal.pop_back();
    known.value.pop_back();
    known.known_at.pop_back();
  }
  return known;
}

World as_of(const World& world, Date day) {
  World then;
  for (const auto& [name, series] : world.series) then.series[name] = as_of(series, day);
  return then;
}

std::set<Date> days_of_release(const World& world) {
  std::set<Date> days;
  for (const auto& [name, series] : world.series)
    for (std::size_t i = 0; i < series.size(); ++i)
      if (!std::isnan(series.value[i])) days.insert(series.known_at[i]);
  return days;
}

// Figures are published in the order of their periods, some time after each, sometimes several on one day.
void publish(Series& series, Draws& draws, std::uint64_t longest) {
  Date latest = kAlwaysKnown;
  for (std::size_t i = 0; i < series.size(); ++i) {
    if (std::isnan(series.value[i])) continue;
    const auto lag = static_cast<int>(draws.once_in(4) ? 0 : draws.below(longest + 1));
    latest = std::max(latest, last_day(series.period(i)) + lag);
    series.known_at[i] = latest;
  }
}

void lose_some(Series& series, Draws& draws) {
  for (std::size_t i = 1; i + 1 < series.size(); ++i)
    if (draws.once_in(7)) {
      series.value[i] = kNan;
      series.known_at[i] = kAlwaysKnown;
    }
}

Series random_series(Frequency frequency, Kind kind, std::string unit, std::size_t count, Draws& draws) {
  Series series{{frequency, kind, std::move(unit)}, "x", {}, {}, {}};
  auto ordinal = period_of(frequency, *parse_date("2003-11-05")).ordinal + static_cast<int>(draws.below(20));
  for (std::size_t i = 0; i < count; ++i) {
    // A few distinct values, so that ranks tie and conditions change.
    series.append(ordinal, 1 + 0.5 * static_cast<double>(draws.below(12)) + 0.01 * draws.uniform(), {});
    if (frequency == Frequency::weekly)
      ordinal += draws.once_in(10) ? 6 : 7;
    else
      ordinal += frequency == Frequency::daily && draws.once_in(9) ? 4 : 1;
  }
  return series;
}

World random_world(std::uint64_t stream, bool weekends) {
  Draws draws(stream);
  World world;
  const auto add = [&](const std::string& name, Series series, std::uint64_t longest, bool gaps) {
    if (gaps) lose_some(series, draws);
    publish(series, draws, longest);
    world.series[name] = std::move(series);
  };
  const auto months = [&](Kind kind, std::string unit) {
    return random_series(Frequency::monthly, kind, std::move(unit), 40, draws);
  };
  add("level", months(Kind::level, "bn_usd"), 45, true);
  add("other", months(Kind::level, "bn_usd"), 100, true);
  add("whole", months(Kind::level, "bn_usd"), 20, false);
  add("rate", months(Kind::rate, "percent"), 5, true);
  add("yield", months(Kind::rate, "percent"), 70, true);
  add("earned", months(Kind::return_, "percent"), 40, false);
  add("quarters", random_series(Frequency::quarterly, Kind::level, "bn_usd", 16, draws), 120, true);
  add("weeks", random_series(Frequency::weekly, Kind::level, "bn_usd", 60, draws), 9, true);
  auto days = random_series(Frequency::daily, Kind::level, "bn_usd", 150, draws);
  if (!weekends) {
    Series weekdays{days.type, days.name, {}, {}, {}};
    for (std::size_t i = 0; i < days.size(); ++i)
      if (weekday(Date{days.ordinal[i]}) < Weekday::saturday)
        weekdays.append(days.ordinal[i], days.value[i], days.known_at[i]);
    days = weekdays;
  }
  add("days", std::move(days), 3, true);
  return world;
}

struct Shown {
  std::int32_t ordinal;
  std::uint64_t bits;
  Date known_at;
  bool operator==(const Shown&) const = default;
};

std::vector<Shown> figures_known_by(const Series& series, Date day) {
  std::vector<Shown> shown;
  for (std::size_t i = 0; i < series.size(); ++i)
    if (!std::isnan(series.value[i]) && series.known_at[i] <= day)
      shown.push_back({series.ordinal[i], std::bit_cast<std::uint64_t>(series.value[i]), series.known_at[i]});
  return shown;
}

// "" when the formula replays, else what differs first. Counts the figures of the whole.
std::string difference(const World& world, const std::string& text, std::size_t& figures) {
  const auto whole = world(text);
  figures += figures_known_by(whole, kEndOfTime).size();
  for (const Date day : days_of_release(world)) {
    const auto then = figures_known_by(as_of(world, day)(text), kEndOfTime),
               later = figures_known_by(whole, day);
    if (then == later) continue;
    const auto [a, b] = std::mismatch(then.begin(), then.end(), later.begin(), later.end());
    const auto ordinal = a == then.end()    ? b->ordinal
                         : b == later.end() ? a->ordinal
                                            : std::min(a->ordinal, b->ordinal);
    return text + " as of " + to_string(day) + " at " + to_string(Period{whole.type.frequency, ordinal}) +
           (a == then.end()    ? ": not shown"
            : b == later.end() ? ": shown too early"
                               : ": not the same");
  }
  return "";
}

const std::vector<std::string> kEveryFunction = {
    "level",
    "lag(level, 3m)",
    "lag(days, 1m)",
    "lag(days, 5d)",
    "diff(level, 2m)",
    "pct(level)",
    "ret(days, 1m)",
    "yoy(level)",
    "published(level)",
    "published(quarters)",
    "published(days)",
    "published(weeks)",
    "carry(quarters, level)",
    "carry(weeks, days)",
    "carry(level, quarters)",
    "carry(days, level)",
    "carry(level, other)",
    "ma(carry(quarters, level), 3m) + whole",
    "log(level)",
    "exp(rate / 100)",
    "abs(level)",
    "min(level, other)",
    "max(level, other, 3)",
    "mean(level, other)",
    "sum(rate, yield)",
    "clip(level, 2, 4)",
    "when(rate > 3, level, other)",
    "when(rate > 3, level, 1)",
    "index(earned)",
    "ret(index(earned), 3m)",
    "total_return(level, other)",
    "total_return(whole, level)",
    "ma(level, 3m)",
    "ma(whole, 12m)",
    "ma(weeks, 1m)",
    "ema(level, 3m)",
    "ema(days, 1m)",
    "std(whole, 6m)",
    "zscore(level)",
    "zscore(whole, 12m)",
    "percentile(level)",
    "percentile(whole, 12m)",
    "rolling_corr(whole, earned, 6m)",
    "rolling_beta(earned, whole, 6m)",
    "resample(level, quarter, last)",
    "resample(level, quarter, first)",
    "resample(level, quarter, mean)",
    "resample(level, year, sum)",
    "resample(weeks, month, last)",
    "resample(weeks, month, mean)",
    "resample(weeks, week, last)",
    "resample(quarters, year, first)",
    "fill(level)",
    "fill(level, 1m)",
    "fill(days)",
    "fill(weeks, 3w)",
    "splice(level, fill(level))",
    "splice(when(rate > 3, rate, 1), rate)",
    "fill(splice(quarters, lag(quarters, 1q)))",
    "yield - bey(rate)",
    "not (rate > yield) and level > other or whole > 3",
};

const std::vector<std::string> kOfDays = {
    "resample(days, week, last)",
    "resample(days, week, mean)",
    "resample(days, week, sum)",
    "resample(days, week, first)",
    "resample(days, month, last)",
    "resample(days, month, mean)",
    "resample(days, month, sum)",
    "resample(days, month, first)",
    "fill(resample(days, week, mean))",
    "resample(resample(days, week, last), month, mean)",
    "resample(fill(days, 3d), quarter, first)",
};

TEST(Replay, EveryFunction) {
  for (const auto& function : function_manifest()) {
    const auto call = std::string(function.name) + "(";
    EXPECT_TRUE(std::any_of(kEveryFunction.begin(), kEveryFunction.end(), [&](const std::string& text) {
      const auto at = text.find(call);
      return at != std::string::npos && (at == 0 || !std::isalpha(static_cast<unsigned char>(text[at - 1])));
    })) << function.name;
  }
  for (const auto& text : kEveryFunction) {
    std::size_t figures = 0;
    for (std::uint64_t stream = 1; stream <= 4; ++stream)
      EXPECT_EQ(difference(random_world(stream, false), text, figures), "");
    EXPECT_GT(figures, 0u) << text;
  }
}

TEST(Replay, Days) {
  for (const auto& text : kOfDays) {
    std::size_t figures = 0;
    for (std::uint64_t stream = 1; stream <= 16; ++stream)
      EXPECT_EQ(difference(random_world(stream, stream % 2 == 0), text, figures), "");
    EXPECT_GT(figures, 0u) << text;
  }
}

TEST(Replay, Compositions) {
  const std::vector<std::string> shapes = {
      "lag(%, 1m)",
      "lag(%, 3m)",
      "diff(%)",
      "published(%)",
      "max(%, 2)",
      "% * 2 - 1",
      "fill(%)",
      "fill(%, 3m)",
      "ma(%, 3m)",
      "ema(%, 3m)",
      "std(%, 6m)",
      "zscore(%)",
      "percentile(%)",
      "percentile(%, 12m)",
      "resample(%, month, last)",
      "resample(%, month, first)",
      "resample(%, quarter, first)",
      "resample(%, quarter, mean)",
      "when(rate > 3, %, 0)",
      "when(% > 2, 1, level * 0)",
      "when(whole > 3, %, fill(%))",
      "% - fill(%)",
      "rolling_corr(%, whole, 6m)",
      "rolling_beta(lag(whole, 2m), %, 6m)",
      "pct(exp(% / 100))",
      "total_return(exp(% / 100), exp(whole / 100))",
      "total_return(exp(whole / 100), exp(% / 100))",
      "mean(%, lag(%, 3m))",
  };
  const std::vector<std::string> bases = {"level",  "other",    "whole", "rate",
                                          "earned", "quarters", "weeks", "days"};
  Draws draws(77);
  const auto first = random_world(100, false), second = random_world(101, true);
  std::size_t replayed = 0, figures = 0;
  for (int round = 0; round < 500; ++round) {
    auto text = bases[draws.below(bases.size())];
    for (std::uint64_t depth = 2 + draws.below(3); depth > 0; --depth) {
      std::string outer;
      for (char c : shapes[draws.below(shapes.size())])
        outer += c == '%' ? "(" + text + ")" : std::string(1, c);
      text = outer;
    }
    if (text.size() > 400) continue;
    const auto& world = round % 2 == 0 ? first : second;
    if (!world.complaint(text).empty()) continue;  // units, frequencies and divisions that do not fit
    EXPECT_EQ(difference(world, text, figures), "");
    ++replayed;
  }
  EXPECT_GT(replayed, 100u);
  EXPECT_GT(figures, 1000u);
}

TEST(Replay, MissingMonth) {
  World world;
  world.series["x"] = monthly({1, kNan, 3});  // each known ten days after its month
  const auto filled = world("fill(x)");
  EXPECT_EQ(to_string(filled.known_at[1]), "2000-04-10");
  EXPECT_EQ(as_of(world, *parse_date("2000-03-31"))("fill(x)").size(), 1u);
  EXPECT_EQ(world("lag(fill(x), 1m)").known_at[0], *parse_date("2000-04-10"));
  EXPECT_EQ(to_string(world("lag(x, 2m)").known_at[0]), "2000-04-10");
}

}  // namespace
}  // namespace rerate

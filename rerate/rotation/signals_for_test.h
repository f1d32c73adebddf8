#pragma once

// A signal of every kind with the series behind it, for tests of what holds for all of them.

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "rerate/rotation/rotation_for_test.h"
#include "rerate/rotation/signals.h"

namespace rerate {

inline SignalDefinition price_definition(SignalKind kind, int months, int skip = 1) {
  SignalDefinition signal;
  signal.name = signal.title = std::string(to_string(kind));
  signal.kind = kind;
  signal.months = months;
  signal.skip = skip;
  signal.place = {"study.toml", 30, 3};
  return signal;
}

// Signals do not own their series; this does.
struct SignalsForTest {
  std::vector<std::unique_ptr<Series>> series;
  std::vector<SignalDefinition> all;

  const Series* keep(Series one) {
    series.push_back(std::make_unique<Series>(std::move(one)));
    return series.back().get();
  }
  SignalDefinition& of(SignalKind kind) {
    for (auto& signal : all)
      if (signal.kind == kind) return signal;
    throw std::logic_error("no such signal");
  }
};

// Figures of sector i, a random walk of `months` + 30 months that begins 30 months before the panel does.
inline Series walk_before(std::uint64_t stream, const std::string& name, Index months, int lag = 0) {
  auto walk = column(noise(stream, months + 30, 1), 0);
  for (std::size_t t = 1; t < walk.size(); ++t) walk[t] += walk[t - 1];
  return monthly_figures(name, walk, lag, -30);
}

inline void add_figures(SignalsForTest& signals, SignalKind kind, Index months, Index sectors, int lag) {
  SignalDefinition signal = price_definition(kind, 12);
  for (Index i = 0; i < sectors; ++i) {
    const auto name = signal.name + std::to_string(i);
    signal.figures.push_back(
        signals.keep(walk_before(100 + static_cast<std::uint64_t>(i), name, months, lag)));
    signal.figure_places.push_back({"study.toml", 40 + static_cast<int>(i), 5});
  }
  signals.all.push_back(signal);
}

inline void add_macro(SignalsForTest& signals, Index months, int drivers, int lag) {
  SignalDefinition signal = price_definition(SignalKind::macro, 36);
  for (int k = 0; k < drivers; ++k) {
    const auto name = "driver" + std::to_string(k);
    signal.drivers.push_back(
        {name,
         name,
         signals.keep(walk_before(200 + static_cast<std::uint64_t>(k), name, months, lag)),
         {"study.toml", 60 + k, 7}});
  }
  signals.all.push_back(signal);
}

// Seven signals over `months` months; figures and drivers are known `lag` days after their month's end.
inline SignalsForTest every_kind(Index months, Index sectors, int drivers = 3, int lag = 0) {
  SignalsForTest signals;
  for (const auto kind : {SignalKind::momentum, SignalKind::volatility, SignalKind::trend})
    signals.all.push_back(price_definition(kind, 12));
  signals.all.push_back(price_definition(SignalKind::reversal, 1));
  add_figures(signals, SignalKind::own_history, months, sectors, lag);
  add_figures(signals, SignalKind::figures, months, sectors, lag);
  add_macro(signals, months, drivers, lag);
  return signals;
}

// What became known in month `month` (0 is the panel's first) is known some 30 days later instead.
inline void know_later(const Series* series, Index month) {
  auto& changed = const_cast<Series&>(*series);
  const auto at = changed.find(kFirstRotationMonth + static_cast<std::int32_t>(month)).value();
  changed.known_at[at] = add_months(changed.known_at[at], 1);
}

inline void expect_same_bits(const Matrix& cut, const Matrix& whole, const std::string& what) {
  ASSERT_LE(cut.rows(), whole.rows());
  for (Index i = 0; i < cut.cols(); ++i)
    for (Index m = 0; m < cut.rows(); ++m)
      ASSERT_TRUE(cut(m, i) == whole(m, i) || (std::isnan(cut(m, i)) && std::isnan(whole(m, i))))
          << what << ", month " << m << ", sector " << i << ": " << cut(m, i) << " and " << whole(m, i);
}

template <class Call>
Failure failure_of(Call&& call) {
  try {
    call();
  } catch (const UserError& error) {
    return error.failure();
  }
  ADD_FAILURE() << "nothing was refused";
  return {ErrorCode::rotation_signal, "", {}, "", ""};
}

}  // namespace rerate

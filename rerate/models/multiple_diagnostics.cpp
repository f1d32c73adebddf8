#include "rerate/models/multiple_diagnostics.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <limits>

#include "rerate/base/parallel.h"
#include "rerate/models/estimation_words.h"
#include "rerate/time_series/vector_autoregression.h"

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
constexpr double kUnitRootLevel = 0.05;

// A diagnostic that the sample does not bear is no reason to refuse the study. One entry a task, so that tasks can run
// side by side.
struct Attempt {
  const char* what;
  std::function<void()> work;
  std::string refused;
};

void run(std::vector<Attempt>& attempts, std::vector<std::string>& left_out) {
  parallel_for(attempts.size(), [&](std::size_t i) {
    try {
      attempts[i].work();
    } catch (const UserError& error) {
      attempts[i].refused = error.failure().what;
    }
  });
  for (const auto& attempt : attempts)
    if (!attempt.refused.empty()) left_out.push_back(fmt::format("{} ({})", attempt.what, attempt.refused));
}

std::span<const double> span_of(const Vector& x) { return {x.data(), static_cast<std::size_t>(x.size())}; }

UnitRootTest no_test(const char* name) {
  UnitRootTest test;
  test.name = name;
  test.statistic = test.p = test.critical_1 = test.critical_5 = test.critical_10 = kMissing;
  return test;
}

// VAR orders tried: half a year of months, a year of quarters.
int most_var_lags(Frequency frequency) {
  return frequency == Frequency::monthly ? 6 : frequency == Frequency::quarterly ? 4 : 2;
}

Matrix beside(const Vector& y, const Matrix& x) {
  Matrix both(y.size(), 1 + x.cols());
  both << y, x;
  return both;
}

struct JohansenPair {
  Johansen all;
  int rank = 0, rank_of_drivers = 0;
};

JohansenPair johansen_with_and_without(const FairValuePanel& panel, const MultipleSample& sample,
                                       double level) {
  auto names = sample.names;
  names.insert(names.begin(), "ln multiple");
  const Matrix both = beside(sample.log_multiple, sample.drivers);
  const int lags = choose_var_lags(both, most_var_lags(panel.frequency), names);
  JohansenPair pair;
  pair.all = johansen(both, lags, JohansenCase::constant, names);
  pair.rank = pair.all.rank_at(level);
  pair.rank_of_drivers = johansen(sample.drivers, lags, JohansenCase::constant, sample.names).rank_at(level);
  return pair;
}

// The estimator's own limit would refuse the default of five breaks on a short sample.
BreakSettings within_sample(BreakSettings settings, Index rows, Index coefficients) {
  const auto least =
      std::max(static_cast<Index>(settings.trimming * static_cast<double>(rows)), coefficients + 1);
  settings.most = static_cast<int>(std::min<Index>(settings.most, std::max<Index>(0, rows / least - 1)));
  return settings;
}

std::vector<BreakPeriod> periods_of(const FairValuePanel& panel, const StructuralBreaks& found, Index first,
                                    Index rows) {
  std::vector<BreakPeriod> periods;
  const auto period = [&](Index row) { return panel.period(first + std::clamp<Index>(row, 0, rows - 1)); };
  for (const auto& one : found.breaks)
    periods.push_back(
        {first + one.row, period(one.row), period(one.low), period(one.high), one.has_interval});
  return periods;
}

}  // namespace

MultipleSample multiple_sample(const FairValuePanel& panel, const std::vector<Index>& drivers) {
  MultipleSample sample;
  const auto count = static_cast<Index>(drivers.size());
  sample.rows =
      estimation_sample(panel, PanelVariable::multiple, drivers, least_rows(panel.frequency, count));
  const auto [first, last] = sample.rows.stretch;
  const Index n = sample.rows.stretch.rows();
  sample.log_multiple = panel.log_multiple.segment(first, n);
  sample.names = driver_names(panel, drivers);
  sample.drivers.resize(n, count);
  sample.levels = constant_design(n);
  for (Index i = 0; i < count; ++i) {
    const auto column = static_cast<std::size_t>(drivers[static_cast<std::size_t>(i)]);
    sample.titles.push_back(panel.titles[column]);
    sample.drivers.col(i) = panel.drivers.col(static_cast<Index>(column)).segment(first, n);
    check_varies(panel, {first, last}, sample.drivers.col(i), panel.names[column], panel.places[column]);
    sample.levels.append(sample.names[static_cast<std::size_t>(i)], sample.drivers.col(i));
  }
  check_varies(panel, {first, last}, sample.log_multiple, "ln multiple", panel.place);
  return sample;
}

void test_cointegration(const FairValuePanel& panel, const MultipleSample& sample, double level,
                        MultipleDiagnostics& diagnostics, std::vector<std::string>& left_out) {
  const Index variables = 1 + sample.drivers.cols();
  diagnostics.unit_roots.assign(static_cast<std::size_t>(2 * variables), UnitRootTest{});
  std::optional<JohansenPair> pair;
  std::vector<Attempt> attempts;
  attempts.push_back(
      {"Johansen's test", [&] { pair = johansen_with_and_without(panel, sample, level); }, {}});
  attempts.push_back({"Engle and Granger's test",
                      [&] { diagnostics.engle_granger = engle_granger(sample.log_multiple, sample.drivers); },
                      {}});
  std::vector<Vector> columns{sample.log_multiple};
  for (Index i = 0; i < sample.drivers.cols(); ++i) columns.push_back(sample.drivers.col(i));
  for (std::size_t i = 0; i < columns.size(); ++i) {
    auto& adf = diagnostics.unit_roots[2 * i];
    auto& stationarity = diagnostics.unit_roots[2 * i + 1];
    adf = no_test("ADF");
    stationarity = no_test("KPSS");
    attempts.push_back({"a unit-root test",
                        [&adf, &stationarity, x = span_of(columns[i])] {
                          stationarity = kpss(x, Deterministic::constant);
                          adf = augmented_dickey_fuller(x);
                        },
                        {}});
  }
  run(attempts, left_out);
  if (pair) {
    diagnostics.johansen = std::move(pair->all);
    diagnostics.johansen_rank = pair->rank;
    diagnostics.johansen_rank_of_drivers = pair->rank_of_drivers;
  }
  // NaN compares as false: a test that was not made decides nothing.
  diagnostics.stationary =
      diagnostics.unit_roots[0].p <= kUnitRootLevel && diagnostics.unit_roots[1].p > kUnitRootLevel;
  diagnostics.cointegrated = (diagnostics.engle_granger && diagnostics.engle_granger->p <= level) ||
                             diagnostics.johansen_rank > diagnostics.johansen_rank_of_drivers;
}

void test_stability(const FairValuePanel& panel, const Vector& y, const Design& design, Index first,
                    const BreakSettings& settings, MultipleDiagnostics& diagnostics,
                    std::vector<std::string>& left_out) {
  diagnostics.first_regression_row = first;
  std::vector<Attempt> attempts;
  attempts.push_back({"breaks",
                      [&] {
                        diagnostics.breaks =
                            structural_breaks(y, design, within_sample(settings, y.size(), design.columns()));
                      },
                      {}});
  attempts.push_back({"sup-F", [&] { diagnostics.sup_f = andrews_sup_f(y, design, settings.trimming); }, {}});
  run(attempts, left_out);
  if (diagnostics.breaks) diagnostics.break_periods = periods_of(panel, *diagnostics.breaks, first, y.size());
}

}  // namespace rerate

#include "rerate/time_series/structural_breaks.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "rerate/base/elementary.h"
#include "rerate/base/error.h"
#include "rerate/statistics/distributions.h"
#include "rerate/time_series/break_date_distribution.h"
#include "rerate/time_series/break_search.h"
#include "rerate/time_series/hansen_sup_f.h"
#include "rerate/time_series/segment_fit.h"
#include "rerate/time_series/segment_sums.h"

namespace rerate {
namespace {

constexpr Index kMostRows = 20'000;  // the search is quadratic in them
constexpr int kMostBreaks = 20;
constexpr double kExactFit = 1e-20;  // of the sum of squares without a break
constexpr double kLogTwoPi = 1.83787706640934548356066;

// ---- settings

void check_sample(const Design& design, double trimming) {
  if (!(trimming > 0 && trimming <= 0.5))
    refuse(ErrorCode::regression_settings,
           fmt::format("structural breaks: `trimming` ({}) must be above 0 and at most 0.5", trimming));
  if (design.rows() > kMostRows)
    refuse(ErrorCode::regression_settings,
           fmt::format("structural breaks: at most {} rows can be searched ({} given)", kMostRows,
                       design.rows()),
           "Bring the series to a lower frequency with resample(), or shorten the sample.");
}

void check_level(double level) {
  if (!(level > 0 && level < 1))
    refuse(ErrorCode::regression_settings,
           fmt::format("structural breaks: `level` ({}) must lie between 0 and 1", level));
}

void check_most(int most) {
  if (most < 0 || most > kMostBreaks)
    refuse(ErrorCode::regression_settings,
           fmt::format("structural breaks: `most` ({}) must be in 0..{}", most, kMostBreaks));
}

void check_segments(Index rows, Index segment, int breaks, double trimming) {
  if (segment * (breaks + 1) <= rows) return;
  refuse(ErrorCode::regression_too_few,
         fmt::format(
             "structural breaks: {} rows do not hold {} segments of at least {} rows, which {} breaks and "
             "`trimming` ({}) ask for",
             rows, breaks + 1, segment, breaks, trimming),
         "Look for fewer breaks, trim less, use fewer drivers, or take a longer sample.");
}

Index least_segment(const Design& design, double trimming) {
  return std::max(static_cast<Index>(std::floor(trimming * static_cast<double>(design.rows()))),
                  design.columns() + 1);
}

// An exact fit counts as one to rounding, so that more breaks cannot fit it better still.
double bayes_criterion(double ssr, double ssr_without, const Design& design, int breaks) {
  const auto n = static_cast<double>(design.rows());
  const auto parameters = static_cast<double>((design.columns() + 1) * (breaks + 1));
  const double unexplained = std::max(ssr, kExactFit * ssr_without);
  return n * (reproducible_log(unexplained) + 1 - reproducible_log(n) + kLogTwoPi) +
         reproducible_log(n) * parameters;
}

// ---- regimes and their dates' intervals

struct Regime {
  Index first, last;
  Index rows() const { return last - first + 1; }
};

std::vector<Regime> regimes_between(std::span<const Index> dates, Index rows) {
  std::vector<Regime> regimes;
  Index first = 0;
  for (const Index date : dates) {
    regimes.push_back({first, date});
    first = date + 1;
  }
  regimes.push_back({first, rows - 1});
  for (const Regime& regime : regimes) RERATE_ASSERT(regime.rows() > 0, "break dates must rise");
  return regimes;
}

std::vector<SegmentFit> fit_regimes(const Vector& y, const Design& design,
                                    const std::vector<Regime>& regimes) {
  std::vector<SegmentFit> fits;
  for (const Regime& regime : regimes) fits.push_back(fit_segment(y, design.x, regime.first, regime.last));
  return fits;
}

// delta'Q delta with Q the mean of x x' over the regime: the mean square of x'delta.
double signal(const Design& design, const Regime& regime, const Vector& delta) {
  return (design.x.middleRows(regime.first, regime.rows()) * delta).squaredNorm() /
         static_cast<double>(regime.rows());
}

Break interval_of(const Design& design, const Regime& before, const SegmentFit& fit_before,
                  const Regime& after, const SegmentFit& fit_after, double level) {
  const Vector delta = fit_after.coefficients - fit_before.coefficients;
  const double signal_before = signal(design, before, delta), signal_after = signal(design, after, delta);
  const double variance_before = fit_before.ssr / static_cast<double>(before.rows());
  const double variance_after = fit_after.ssr / static_cast<double>(after.rows());
  const double xi = signal_after / signal_before;
  const double unit = variance_before / signal_before;  // rows in a unit of the limit distribution's time
  const Break unknown{before.last, 0, design.rows() - 1, false};
  const auto limits = BreakDateDistribution{xi, xi * variance_after / variance_before}.interval(level);
  if (!limits) return unknown;
  const double later = std::ceil(limits->high * unit), earlier = std::floor(limits->low * unit);
  if (!(later < 1e12 && earlier > -1e12)) return unknown;
  return {before.last, before.last - static_cast<Index>(later), before.last - static_cast<Index>(earlier)};
}

std::vector<Break> intervals_between(const Design& design, const std::vector<Regime>& regimes,
                                     const std::vector<SegmentFit>& fits, double level) {
  std::vector<Break> breaks;
  for (std::size_t j = 0; j + 1 < regimes.size(); ++j)
    breaks.push_back(interval_of(design, regimes[j], fits[j], regimes[j + 1], fits[j + 1], level));
  return breaks;
}

Matrix coefficients_by_regime(const std::vector<SegmentFit>& regimes, Index columns) {
  Matrix coefficients(static_cast<Index>(regimes.size()), columns);
  for (std::size_t j = 0; j < regimes.size(); ++j)
    coefficients.row(static_cast<Index>(j)) = regimes[j].coefficients.transpose();
  return coefficients;
}

// ---- sup-F

// Sum of squares of rows 0..i at each i.
std::vector<double> growing_sums(const Vector& y, const Matrix& x) {
  SegmentSums segment(y, x, 1);
  std::vector<double> sums;
  for (Index i = 0; i < x.rows(); ++i) {
    segment.add_row();
    sums.push_back(segment.sums()[0]);
  }
  return sums;
}

double wald(double ssr_without, double ssr_with, double degrees_of_freedom) {
  if (ssr_with <= kExactFit * ssr_without) return std::numeric_limits<double>::infinity();
  return std::max(0.0, (ssr_without - ssr_with) / (ssr_with / degrees_of_freedom));
}

double sup_f_p(double statistic, const Design& design, Index first, Index last) {
  const auto n = static_cast<double>(design.rows()), k = static_cast<double>(design.columns());
  if (statistic == std::numeric_limits<double>::infinity()) return 0;
  if (first == last) return f_tail(statistic / k, k, n - 2 * k);  // one date only: Chow's test
  const auto from = static_cast<double>(first), to = static_cast<double>(last);
  const double lambda = (n - from) * to / (from * (n - to));
  return hansen_sup_f_p(statistic, static_cast<int>(design.columns()), 1 / (1 + std::sqrt(lambda)));
}

}  // namespace

StructuralBreaks structural_breaks(const Vector& y, const Design& design, const BreakSettings& settings) {
  check_sample(design, settings.trimming);
  check_level(settings.level);
  check_most(settings.most);
  const Index segment = least_segment(design, settings.trimming);
  check_segments(design.rows(), segment, settings.most, settings.trimming);
  const BreakSample sample = break_sample(y, design);
  const BreakSearch search(sample, segment, settings.most);

  StructuralBreaks found;
  for (int m = 0; m <= settings.most; ++m) {
    found.optimal.push_back(search.dates(m));
    found.ssr.push_back(m == 0 ? sample.ssr : search.least_sum(m));
    found.bic.push_back(bayes_criterion(found.ssr.back(), sample.ssr, design, m));
  }
  const auto chosen = std::min_element(found.bic.begin(), found.bic.end()) - found.bic.begin();
  found.chosen = static_cast<int>(chosen);
  const auto regimes = regimes_between(found.optimal[static_cast<std::size_t>(chosen)], design.rows());
  const auto fits = fit_regimes(y, design, regimes);
  found.breaks = intervals_between(design, regimes, fits, settings.level);
  found.coefficients = coefficients_by_regime(fits, design.columns());
  return found;
}

std::vector<Break> break_intervals(const Vector& y, const Design& design, std::span<const Index> dates,
                                   double level) {
  check_level(level);
  const auto regimes = regimes_between(dates, design.rows());
  return intervals_between(design, regimes, fit_regimes(y, design, regimes), level);
}

SupF andrews_sup_f(const Vector& y, const Design& design, double trimming) {
  check_sample(design, trimming);
  const Index n = design.rows(), segment = least_segment(design, trimming);
  check_segments(n, segment, 1, trimming);
  const BreakSample sample = break_sample(y, design);
  const auto before = growing_sums(sample.y, sample.x);
  const auto after = growing_sums(sample.y.reverse(), sample.x.colwise().reverse());

  SupF best{-1, 1, 0};
  for (Index rows = segment; rows <= n - segment; ++rows) {
    const double with_break =
        before[static_cast<std::size_t>(rows - 1)] + after[static_cast<std::size_t>(n - rows - 1)];
    const double statistic = wald(sample.ssr, with_break, static_cast<double>(n - 2 * design.columns()));
    if (statistic > best.statistic) best.statistic = statistic, best.row = rows - 1;
  }
  best.p = sup_f_p(best.statistic, design, segment, n - segment);
  return best;
}

}  // namespace rerate

#include <algorithm>
#include <cmath>
#include <limits>

#include "rerate/regression/equal_weighted_cosine.h"
#include "rerate/rotation/performance.h"
#include "rerate/statistics/distributions.h"
#include "rerate/statistics/return_moments.h"

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

std::vector<double> present(std::span<const double> by_month) {
  std::vector<double> figures;
  for (const double figure : by_month)
    if (!std::isnan(figure)) figures.push_back(figure);
  return figures;
}

// Overlap makes waves of about twice the horizon; of the cosines those with longer ones are taken.
Index terms_for(Index months, int horizon) {
  return std::max<Index>(1, std::min(cosine_terms_for(months), months / (2 * horizon)));
}

}  // namespace

RankCorrelation rank_correlation(std::span<const double> by_month, int horizon) {
  RERATE_ASSERT(horizon >= 1, "a horizon of a month and more");
  const auto figures = present(by_month);
  RankCorrelation result{kMissing, kMissing, kMissing, kMissing, static_cast<Index>(figures.size())};
  if (figures.empty()) return result;
  const auto n = static_cast<double>(figures.size());
  const auto positive = std::count_if(figures.begin(), figures.end(), [](double x) { return x > 0; });
  result.share_positive = static_cast<double>(positive) / n;
  result.mean = figures.front();
  if (figures.size() < 2) return result;
  const auto moments = return_moments(figures);
  result.mean = moments.mean;
  if (!moments.varies) return result;
  const auto terms = terms_for(result.months, horizon);
  const Matrix deviations = Eigen::Map<const Vector>(figures.data(), result.months).array() - moments.mean;
  const double square = equal_weighted_cosine_sum(deviations, terms)(0, 0);
  if (!(square > 0)) return result;
  result.t = moments.mean * n / std::sqrt(square);
  result.p = student_t_two_sided_p(result.t, static_cast<double>(terms));
  return result;
}

}  // namespace rerate

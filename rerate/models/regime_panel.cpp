#include "rerate/models/regime_panel.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "rerate/models/estimation_sample.h"
#include "rerate/models/month_end_reading.h"
#include "rerate/statistics/expanding_standing.h"

namespace rerate {
namespace {

constexpr double kDrawnInTo = 3;
constexpr double kNoLimit = 1e6;  // winsorising is left to those who want it

void check(const RegimeFeature& feature) {
  RERATE_ASSERT(feature.series && feature.weight > 0 && std::fabs(feature.sign) == 1, "a feature's settings");
  if (feature.series->type.frequency != Frequency::monthly)
    refuse(ErrorCode::event_frequency,
           fmt::format("regimes are told by monthly features, but `{}` is {}", feature.name,
                       to_string(feature.series->type.frequency)),
           {}, feature.place);
}

std::vector<double> standing_of(const RegimeFeature& feature, std::int32_t first, std::int32_t last) {
  const auto reading = read_at_month_ends(*feature.series, first, last, kOldestFigure);
  const auto figures = static_cast<std::size_t>(std::count_if(reading.figure.begin(), reading.figure.end(),
                                                              [](double one) { return !std::isnan(one); }));
  if (figures < kFirstStanding)
    refuse(ErrorCode::regimes_window,
           fmt::format("a feature needs {} months of figures before it has a standing: `{}` has {}",
                       kFirstStanding, feature.name, figures),
           {}, feature.place);
  auto z =
      at_place(feature.place, [&] { return expanding_standing(reading.figure, kFirstStanding, kNoLimit).z; });
  if (std::none_of(z.begin(), z.end(), [](double one) { return std::isfinite(one); }))
    refuse(ErrorCode::regimes_feature,
           fmt::format("the feature `{}` does not vary: half of its figures and more are the same",
                       feature.name),
           {}, feature.place);
  return z;
}

double drawn_in(double z) { return z / std::sqrt(1 + z / kDrawnInTo * (z / kDrawnInTo)); }

}  // namespace

RegimePanel regime_panel(std::span<const RegimeFeature> features, Date as_of, const Place& place,
                         std::optional<std::int32_t> begins) {
  RERATE_ASSERT(!features.empty(), "regimes without features");
  RegimePanel panel;
  const auto last = last_month_over(as_of);
  panel.first = std::min(last, begins.value_or(last));
  for (const auto& feature : features) {
    check(feature);
    if (!feature.series->empty()) panel.first = std::min(panel.first, feature.series->ordinal.front());
  }
  panel.z.resize(last - panel.first + 1, static_cast<Index>(features.size()));
  for (std::size_t j = 0; j < features.size(); ++j) {
    const auto z = standing_of(features[j], panel.first, last);
    panel.z.col(static_cast<Index>(j)) = Eigen::Map<const Vector>(z.data(), panel.z.rows());
  }
  for (Index row = 0; row < panel.rows(); ++row)
    if (panel.z.row(row).allFinite()) panel.complete.push_back(row);
  if (panel.complete.empty())
    refuse(ErrorCode::regimes_window, "there is no month on which all features have a standing",
           "Features must overlap; leave out the one that begins last or ends first.", place);
  panel.coordinates.resize(static_cast<Index>(panel.complete.size()), panel.z.cols());
  for (Index i = 0; i < panel.coordinates.rows(); ++i)
    panel.coordinates.row(i) = panel.z.row(panel.complete[static_cast<std::size_t>(i)]).unaryExpr(&drawn_in);
  return panel;
}

Vector goodness(const Matrix& rows, std::span<const RegimeFeature> features) {
  RERATE_ASSERT(rows.cols() == static_cast<Index>(features.size()), "a column for every feature");
  Vector sum = Vector::Zero(rows.rows());
  double weights = 0;
  for (std::size_t j = 0; j < features.size(); ++j) {
    sum += features[j].sign * features[j].weight * rows.col(static_cast<Index>(j));
    weights += features[j].weight;
  }
  return sum / weights;
}

}  // namespace rerate

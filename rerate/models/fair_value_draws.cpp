#include "rerate/models/fair_value_draws.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "rerate/base/parallel.h"
#include "rerate/models/resampled_equation.h"
#include "rerate/statistics/block_length.h"
#include "rerate/statistics/distributions.h"
#include "rerate/statistics/series_bootstrap.h"

namespace rerate {
namespace {

constexpr std::uint64_t kBlockStream = 1, kErrorStream = 2, kMultipleStream = 3, kGrowthStream = 4;
constexpr double kFewestBlocks = 5;
constexpr double kHorizons = 2;
constexpr std::size_t kDrawsAtOnce = 50;

void check_settings(const FairValuePanel& panel, const FairValueBands& settings) {
  if (settings.draws != 0 && (settings.draws < 100 || settings.draws > 20000))
    refuse(ErrorCode::regression_settings,
           fmt::format("`draws` must be 0 or between 100 and 20000, but is {}", settings.draws), {},
           panel.place);
  if (!(settings.level >= 0.5 && settings.level <= 0.99))
    refuse(ErrorCode::regression_settings,
           fmt::format("`level` of the bands must be between 0.5 and 0.99, but is {}", settings.level), {},
           panel.place);
  if (settings.block_length != 0 && !(settings.block_length >= 1 && std::isfinite(settings.block_length)))
    refuse(ErrorCode::regression_settings,
           fmt::format("`block_length` must be at least 1, but is {}", settings.block_length), {},
           panel.place);
}

// What the pairs are drawn from and how.
struct JointBootstrap {
  HorizonErrors errors;
  std::optional<ResampledEquation> multiple, growth;
  Index first = 0, last = 0;
  double block_length = 1;
};

// Rows on which each estimated equation has a one-period residual (multiple) or one that ends there (growth).
std::vector<Index> common_rows(const MultipleEquation& multiple, const GrowthEquation& growth, Index& first,
                               Index& last) {
  const bool of_multiple = is_estimated(multiple), of_growth = is_estimated(growth);
  const Index rows = of_multiple ? multiple.residual.size() : growth.residual.size();
  std::vector<Index> common;
  first = rows;
  last = -1;
  for (Index row = 0; row < rows; ++row) {
    const bool u = of_multiple && !std::isnan(multiple.residual[row]);
    const bool e = of_growth && row >= growth.horizon && !std::isnan(growth.residual[row - growth.horizon]);
    if (u || e) {
      first = std::min(first, row);
      last = row;
    }
    if ((u || !of_multiple) && (e || !of_growth)) common.push_back(row);
  }
  return common;
}

void refuse_few_blocks(const FairValuePanel& panel, std::size_t rows, double block_length, Index horizon,
                       bool chosen) {
  refuse(ErrorCode::fair_value_blocks,
         fmt::format("bands need at least {:.0f} blocks: {} common rows hold {:.0f} blocks of {:.4g}{}",
                     kFewestBlocks, rows, std::floor(static_cast<double>(rows) / block_length), block_length,
                     chosen ? "" : fmt::format(", the horizon ({} periods)", horizon)),
         {}, panel.place);
}

double chosen_block_length(const FairValuePanel& panel, const JointBootstrap& joint, std::size_t rows,
                           Index horizon, const FairValueBands& settings, std::vector<std::string>& words) {
  const double most = static_cast<double>(rows) / kFewestBlocks;
  if (settings.block_length != 0) {
    if (settings.block_length > most) refuse_few_blocks(panel, rows, settings.block_length, horizon, true);
    words.push_back(fmt::format("Blocks of {:.4g} periods, as asked.", settings.block_length));
    return settings.block_length;
  }
  if (joint.growth && static_cast<double>(horizon) > most)
    refuse_few_blocks(panel, rows, static_cast<double>(horizon), horizon, false);
  const double least =
      joint.growth ? std::min(most, horizon > 1 ? kHorizons * static_cast<double>(horizon) : 1) : 1;
  double by_rule = 1;
  if (joint.multiple) by_rule = std::max(by_rule, politis_white_block_length(joint.multiple->innovations()));
  if (joint.growth) by_rule = std::max(by_rule, politis_white_block_length(joint.growth->innovations()));
  const double length = std::clamp(by_rule, least, most);
  const char* why = length > by_rule   ? ", at least two horizons"
                    : length < by_rule ? ", at most a fifth of the rows"
                                       : "";
  words.push_back(
      fmt::format("Blocks of {:.1f} periods on average (Politis-White: {:.1f}{}).", length, by_rule, why));
  return length;
}

JointBootstrap joint_bootstrap(const FairValuePanel& panel, const MultipleEquation& multiple,
                               const GrowthEquation& growth, const FairValueBands& settings,
                               std::vector<std::string>& words) {
  JointBootstrap joint;
  joint.errors = horizon_errors(multiple, growth);
  const auto common = common_rows(multiple, growth, joint.first, joint.last);
  if (common.size() < static_cast<std::size_t>(kFewestBlocks) || joint.errors.end.empty())
    refuse_few_blocks(panel, common.size(), std::max<double>(1, static_cast<double>(growth.horizon)),
                      growth.horizon, false);
  if (is_estimated(multiple))
    joint.multiple = ResampledEquation::of(panel, multiple, common, joint.first, joint.last);
  if (is_estimated(growth))
    joint.growth = ResampledEquation::of(panel, growth, common, joint.first, joint.last);
  joint.block_length = chosen_block_length(panel, joint, common.size(), growth.horizon, settings, words);
  return joint;
}

// Q'u* of every draw, for both equations: row d holds draw d.
struct Projections {
  std::size_t multiple_lanes = 0, growth_lanes = 0;
  std::vector<double> multiple, growth;
};

Projections project(const JointBootstrap& joint, std::size_t innovations, std::size_t draws,
                    std::uint64_t seed) {
  Projections sums;
  sums.multiple_lanes = joint.multiple ? joint.multiple->lanes() : 0;
  sums.growth_lanes = joint.growth ? joint.growth->lanes() : 0;
  sums.multiple.assign(draws * sums.multiple_lanes, 0.0);
  sums.growth.assign(draws * sums.growth_lanes, 0.0);
  const SeriesBlocks blocks(innovations, {BlockScheme::stationary, joint.block_length},
                            RandomStream(seed, kBlockStream));
  const auto rows = static_cast<std::size_t>(joint.last - joint.first + 1);
  const auto one_draw = [&](std::size_t draw) {
    std::size_t row = 0;
    const std::span<double> multiple(sums.multiple.data() + draw * sums.multiple_lanes, sums.multiple_lanes);
    const std::span<double> growth(sums.growth.data() + draw * sums.growth_lanes, sums.growth_lanes);
    const auto take = [&](std::size_t start, std::size_t count) {
      if (joint.multiple) joint.multiple->add(row, start, count, multiple);
      if (joint.growth) joint.growth->add(row, start, count, growth);
      row += count;
    };
    blocks.each_block(draw, rows, [&](std::size_t start, std::size_t count) {
      const std::size_t straight = std::min(count, innovations - start);
      take(start, straight);
      if (count > straight) take(0, count - straight);
    });
  };
  parallel_for((draws + kDrawsAtOnce - 1) / kDrawsAtOnce, [&](std::size_t part) {
    for (std::size_t draw = part * kDrawsAtOnce; draw < std::min(draws, (part + 1) * kDrawsAtOnce); ++draw)
      one_draw(draw);
  });
  return sums;
}

// What blocks leave of a long-run variance. Residuals less their mean relate to each other by -1/n of their variance, and blocks of
// b add up 2 b of that.
double left_by_centring(double block_length, std::size_t rows) {
  return 1 - 2 * block_length / static_cast<double>(rows);
}

// Coefficients of every draw from its projection, scaled to the size of errors; returns that scale.
double move_coefficients(const ResampledEquation& equation, std::span<const double> sums, std::size_t lanes,
                         double block_length, Matrix& coefficients) {
  double squares = 0;
  for (const double sum : sums) squares += sum * sum;
  const double left = left_by_centring(block_length, equation.innovations().size());
  const double of_errors = equation.size_factor(squares / left / static_cast<double>(coefficients.rows()));
  const double factor = of_errors / std::sqrt(left);
  for (Index draw = 0; draw < coefficients.rows(); ++draw) {
    const auto of_draw = sums.subspan(static_cast<std::size_t>(draw) * lanes, lanes);
    coefficients.row(draw) += factor * equation.change_of_coefficients(of_draw).transpose();
  }
  return of_errors;
}

Matrix repeated(double constant, const Vector& coefficients, Index draws) {
  Matrix rows(draws, 1 + coefficients.size());
  rows.col(0).setConstant(constant);
  rows.rightCols(coefficients.size()).rowwise() = coefficients.transpose();
  return rows;
}

// A given figure's standard deviation, drawn into its constant.
void draw_given(const Matrix& covariance, std::uint64_t seed, std::uint64_t stream, Matrix& coefficients) {
  if (covariance.size() == 0 || !(covariance(0, 0) > 0)) return;
  const double sd = std::sqrt(covariance(0, 0));
  const RandomStream random(seed, stream);
  for (Index draw = 0; draw < coefficients.rows(); ++draw)
    coefficients(draw, 0) += sd * normal_quantile(random.uniform(static_cast<std::uint64_t>(draw)));
}

// One pair of errors a draw, less their means, scaled to the size of errors.
void draw_errors(const HorizonErrors& errors, double multiple_scale, double growth_scale, std::uint64_t seed,
                 FairValueDraws& draws) {
  const RandomStream random(seed, kErrorStream);
  const double multiple_mean = errors.multiple.mean(), growth_mean = errors.growth.mean();
  for (Index draw = 0; draw < draws.multiple_noise.size(); ++draw) {
    const auto at = static_cast<Index>(
        random.below(static_cast<std::uint64_t>(draw), static_cast<std::uint64_t>(errors.multiple.size())));
    draws.multiple_noise[draw] = multiple_scale * (errors.multiple[at] - multiple_mean);
    draws.growth_noise[draw] = 100 * growth_scale * (errors.growth[at] - growth_mean);
  }
}

// Overlapping sums lose h/n of their variance to their common mean, see horizon_errors.
double overlap_factor(const MultipleEquation& multiple, const GrowthEquation& growth, Index rows) {
  if (multiple.form != MultipleForm::differences) return 1;
  return std::sqrt(1 / std::max(0.5, 1 - static_cast<double>(growth.horizon) / static_cast<double>(rows)));
}

}  // namespace

FairValueDraws fair_value_draws(const FairValuePanel& panel, const MultipleEquation& multiple,
                                const GrowthEquation& growth, const FairValueBands& settings) {
  check_settings(panel, settings);
  FairValueDraws draws;
  if (settings.draws == 0 || (!is_estimated(multiple) && !is_estimated(growth))) return draws;
  const auto joint = joint_bootstrap(panel, multiple, growth, settings, draws.words);
  const auto rows =
      joint.multiple ? joint.multiple->innovations().size() : joint.growth->innovations().size();
  draws.block_length = joint.block_length;
  draws.blocks = static_cast<Index>(static_cast<double>(rows) / joint.block_length);
  draws.correlation = joint.errors.correlation;
  draws.multiple = repeated(multiple.constant, multiple.coefficients, settings.draws);
  draws.growth = repeated(growth.constant, growth.coefficients, settings.draws);
  draws.multiple_noise = draws.growth_noise = Vector::Zero(settings.draws);

  const auto sums = project(joint, rows, static_cast<std::size_t>(settings.draws), settings.seed);
  double multiple_scale = 1, growth_scale = 1;
  if (joint.multiple) {
    multiple_scale = move_coefficients(*joint.multiple, sums.multiple, sums.multiple_lanes,
                                       joint.block_length, draws.multiple);
    draws.multiple_persistence = joint.multiple->persistence();
    if (multiple.form == MultipleForm::differences) draws.multiple.col(0).setZero();
    multiple_scale *= overlap_factor(multiple, growth, joint.errors.multiple.size());
  } else {
    draw_given(multiple.covariance, settings.seed, kMultipleStream, draws.multiple);
  }
  if (joint.growth) {
    growth_scale =
        move_coefficients(*joint.growth, sums.growth, sums.growth_lanes, joint.block_length, draws.growth);
    draws.growth_persistence = joint.growth->persistence();
  } else {
    draw_given(growth.covariance, settings.seed, kGrowthStream, draws.growth);
  }
  draw_errors(joint.errors, multiple_scale, growth_scale, settings.seed, draws);
  return draws;
}

}  // namespace rerate

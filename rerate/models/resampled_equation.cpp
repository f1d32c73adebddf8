#include "rerate/models/resampled_equation.h"

#include <Eigen/QR>
#include <algorithm>
#include <cmath>

#include "rerate/models/panel_columns.h"

namespace rerate {
namespace {

constexpr double kMostPersistence = 0.97;

// Slope of u_t on u_{t-1} over neighbouring rows (the mean of u is about 0), less its bias.
double persistence_of(const Vector& residual) {
  double product = 0, square = 0;
  Index pairs = 0;
  for (Index row = 1; row < residual.size(); ++row) {
    if (std::isnan(residual[row]) || std::isnan(residual[row - 1])) continue;
    product += residual[row] * residual[row - 1];
    square += residual[row - 1] * residual[row - 1];
    ++pairs;
  }
  if (!(square > 0)) return 0;
  const double slope = product / square;
  const double corrected = slope + (1 + 3 * slope) / static_cast<double>(pairs);
  return std::clamp(corrected, 0.0, kMostPersistence);
}

// sums[0..3] += weights (rows of four) x innovations. The fixed lanes are what the compiler makes vectors of.
void add_four(const double* weights, const double* innovations, std::size_t count, double* sums) {
  double lane0 = sums[0], lane1 = sums[1], lane2 = sums[2], lane3 = sums[3];
  for (std::size_t i = 0; i < count; ++i) {
    const double x = innovations[i];
    lane0 += weights[4 * i] * x;
    lane1 += weights[4 * i + 1] * x;
    lane2 += weights[4 * i + 2] * x;
    lane3 += weights[4 * i + 3] * x;
  }
  sums[0] = lane0;
  sums[1] = lane1;
  sums[2] = lane2;
  sums[3] = lane3;
}

}  // namespace

ResampledEquation ResampledEquation::of(const FairValuePanel& panel, const MultipleEquation& equation,
                                        const std::vector<Index>& common, Index first, Index last) {
  const auto k = static_cast<Index>(equation.drivers.size());
  const bool differences = equation.form == MultipleForm::differences;
  Matrix design(panel.drivers.rows(), 1 + k);
  design.col(0).setOnes();
  for (Index row = 0; row < design.rows(); ++row)
    for (Index i = 0; i < k; ++i) {
      const Index column = equation.drivers[static_cast<std::size_t>(i)];
      const double before = !differences ? 0 : row > 0 ? panel.drivers(row - 1, column) : std::nan("");
      design(row, 1 + i) = panel.drivers(row, column) - before;
    }
  ResampledEquation laid;
  laid.lay_out(design, equation.residual, common, first, last);
  return laid;
}

ResampledEquation ResampledEquation::of(const FairValuePanel& panel, const GrowthEquation& equation,
                                        const std::vector<Index>& common, Index first, Index last) {
  const auto k = static_cast<Index>(equation.drivers.size());
  const Index rows = panel.drivers.rows(), h = equation.horizon;
  Matrix design = Matrix::Constant(rows, 1 + k, std::nan(""));
  Vector residual = Vector::Constant(rows, std::nan(""));
  for (Index end = h; end < rows; ++end) {
    const Index read = equation.timing == GrowthTiming::ahead ? end - h : end;
    residual[end] = equation.residual[end - h];
    design(end, 0) = 1;
    for (Index i = 0; i < k; ++i)
      design(end, 1 + i) = panel.drivers(read, equation.drivers[static_cast<std::size_t>(i)]);
  }
  ResampledEquation laid;
  laid.lay_out(design, residual, common, first, last);
  return laid;
}

void ResampledEquation::lay_out(const Matrix& design, const Vector& residual,
                                const std::vector<Index>& common, Index first, Index last) {
  std::vector<Index> rows;
  for (Index row = first; row <= last; ++row)
    if (!std::isnan(residual[row])) rows.push_back(row);
  Matrix used(static_cast<Index>(rows.size()), design.cols());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    used.row(static_cast<Index>(i)) = design.row(rows[i]);
    squares_ += residual[rows[i]] * residual[rows[i]];
  }
  RERATE_ASSERT(used.rows() >= used.cols() && used.allFinite(), "rows with a residual have their drivers");
  const Eigen::HouseholderQR<Matrix> qr(used);
  triangle_ = qr.matrixQR().topRows(used.cols()).triangularView<Eigen::Upper>();
  RERATE_ASSERT(triangle_.diagonal().cwiseAbs().minCoeff() > 0, "an estimated equation has full rank");
  whiten(residual, common);
  place_rows(qr.householderQ() * Matrix::Identity(used.rows(), used.cols()), rows, first, last);
}

// Innovations u_t - rho u_{t-1}; where no row goes before, u_t itself at the innovations' size.
void ResampledEquation::whiten(const Vector& residual, const std::vector<Index>& common) {
  persistence_ = persistence_of(residual);
  const double alone = std::sqrt(1 - persistence_ * persistence_);
  innovations_.reserve(common.size());
  double sum = 0;
  for (std::size_t i = 0; i < common.size(); ++i) {
    const bool follows = i > 0 && common[i - 1] == common[i] - 1;
    const double innovation =
        follows ? residual[common[i]] - persistence_ * residual[common[i] - 1] : alone * residual[common[i]];
    innovations_.push_back(innovation);
    sum += innovation;
  }
  const double mean = sum / static_cast<double>(innovations_.size());
  for (double& innovation : innovations_) innovation -= mean;
}

// u*_t = rho u*_{t-1} + innovation: an innovation counts at its own row, and at every later one with its power of rho. The
// first row stands for all before it.
void ResampledEquation::place_rows(const Matrix& orthogonal, const std::vector<Index>& rows, Index first,
                                   Index last) {
  rows_ = static_cast<std::size_t>(last - first + 1);
  const Index k = orthogonal.cols();
  Matrix counts = Matrix::Zero(last - first + 1, k);
  for (std::size_t i = 0; i < rows.size(); ++i)
    counts.row(rows[i] - first) = orthogonal.row(static_cast<Index>(i));
  for (Index row = last - first - 1; row >= 0; --row) counts.row(row) += persistence_ * counts.row(row + 1);
  counts.row(0) /= std::sqrt(1 - persistence_ * persistence_);
  groups_ = static_cast<std::size_t>((k + 3) / 4);
  weights_.assign(groups_ * rows_ * 4, 0.0);
  for (Index column = 0; column < k; ++column)
    for (Index row = 0; row < counts.rows(); ++row) {
      const auto group = static_cast<std::size_t>(column / 4), lane = static_cast<std::size_t>(column % 4);
      weights_[(group * rows_ + static_cast<std::size_t>(row)) * 4 + lane] = counts(row, column);
    }
}

void ResampledEquation::add(std::size_t row, std::size_t start, std::size_t count,
                            std::span<double> sums) const {
  for (std::size_t group = 0; group < groups_; ++group)
    add_four(&weights_[(group * rows_ + row) * 4], &innovations_[start], count, &sums[4 * group]);
}

Vector ResampledEquation::change_of_coefficients(std::span<const double> sums) const {
  const Eigen::Map<const Vector> projected(sums.data(), coefficients());
  return triangle_.triangularView<Eigen::Upper>().solve(projected);
}

// With errors f times the residuals the fit takes up f^2 of what it takes up of the residuals, and what it leaves are the
// residuals' squares: f^2 (squares) - f^2 (taken up) = squares. At most double, when blocks are too few to tell.
double ResampledEquation::size_factor(double mean_squared_sums) const {
  if (!(squares_ > 0)) return 1;
  return std::sqrt(1 / std::max(0.5, 1 - mean_squared_sums / squares_));
}

}  // namespace rerate

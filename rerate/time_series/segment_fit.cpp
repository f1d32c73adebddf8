#include "rerate/time_series/segment_fit.h"

#include <cmath>
#include <limits>

namespace rerate {
namespace {

constexpr double kDependent = 1e-7;

// Takes the part in the span of the first `rank` basis columns out of `column` and adds its coordinates.
void remove_projection(const Matrix& basis, Index rank, Vector& column, Vector& coordinates) {
  for (Index b = 0; b < rank; ++b) {
    const double along = basis.col(b).dot(column);
    column -= along * basis.col(b);
    coordinates[b] += along;
  }
}

// Scaled first, so that squares of large or small figures stay in range.
double length_of(const Vector& column) { return column.stableNorm(); }

}  // namespace

OrthonormalBasis orthonormal_basis(const Matrix& x) {
  OrthonormalBasis result{Matrix(x.rows(), x.cols()), Matrix::Zero(x.cols(), x.cols()), {}};
  Index rank = 0;
  for (Index c = 0; c < x.cols() && rank < x.rows(); ++c) {
    Vector column = x.col(c), coordinates = Vector::Zero(x.cols());
    const double length = length_of(column);
    remove_projection(result.basis, rank, column, coordinates);
    remove_projection(result.basis, rank, column, coordinates);
    const double apart = length_of(column);
    if (!(apart > kDependent * length)) continue;
    result.basis.col(rank) = column / apart;
    coordinates[rank] = apart;
    result.triangle.col(rank) = coordinates;
    result.kept.push_back(c);
    ++rank;
  }
  result.basis.conservativeResize(Eigen::NoChange, rank);
  result.triangle.conservativeResize(rank, rank);
  return result;
}

SegmentFit fit_segment(const Vector& y, const Matrix& x, Index first, Index last) {
  const Index rows = last - first + 1;
  const OrthonormalBasis span = orthonormal_basis(x.middleRows(first, rows));
  const Index rank = span.basis.cols();
  Vector residual = y.segment(first, rows), coordinates = Vector::Zero(rank);
  remove_projection(span.basis, rank, residual, coordinates);
  remove_projection(span.basis, rank, residual, coordinates);
  SegmentFit fit{Vector::Constant(x.cols(), std::numeric_limits<double>::quiet_NaN()),
                 residual.squaredNorm()};
  for (Index b = rank - 1; b >= 0; --b) {
    double sum = coordinates[b];
    for (Index later = b + 1; later < rank; ++later)
      sum -= span.triangle(b, later) * fit.coefficients[span.kept[later]];
    fit.coefficients[span.kept[static_cast<std::size_t>(b)]] = sum / span.triangle(b, b);
  }
  return fit;
}

}  // namespace rerate

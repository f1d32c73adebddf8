#include "rerate/regression/prewhitening.h"

#include <fmt/format.h>

#include <Eigen/LU>
#include <Eigen/QR>

#include "rerate/base/error.h"

namespace rerate {
namespace {

[[noreturn]] void refuse_order(const std::string& why, int order) {
  refuse(ErrorCode::regression_settings, fmt::format("prewhitening by a VAR({}) {}", order, why),
         "Set prewhitening to 0, or to a smaller order.");
}

// Row t holds the moments of t - 1, ..., t - order.
Matrix lagged(const Matrix& moments, int order) {
  const Index rows = moments.rows() - order, k = moments.cols();
  Matrix result(rows, k * order);
  for (Index lag = 1; lag <= order; ++lag)
    result.middleCols((lag - 1) * k, k) = moments.middleRows(order - lag, rows);
  return result;
}

}  // namespace

Prewhitened prewhiten(const Matrix& moments, int order) {
  const Index k = moments.cols();
  if (moments.rows() - order <= k * order)
    refuse(ErrorCode::regression_too_few,
           fmt::format("{} observations do not determine the {} coefficients a row of prewhitening's VAR({})",
                       moments.rows(), k * order, order));
  // Scaled, so that rank is judged whatever the units.
  const Vector scale = moments.colwise().norm();
  if (!(scale.minCoeff() > 0)) refuse_order("needs moments that vary", order);
  const Matrix scaled = moments * scale.cwiseInverse().asDiagonal();
  const Matrix before = lagged(scaled, order), now = scaled.bottomRows(scaled.rows() - order);
  const auto factor = before.colPivHouseholderQr();
  if (factor.rank() < before.cols()) refuse_order("is not determined by these moments", order);
  const Matrix coefficients = factor.solve(now);  // (k order) x k: transposed A_1, ..., A_p below each other

  Matrix transfer = Matrix::Identity(k, k);
  for (Index lag = 0; lag < order; ++lag) transfer -= coefficients.middleRows(lag * k, k).transpose();
  const Eigen::FullPivLU<Matrix> solver(transfer);
  if (!solver.isInvertible()) refuse_order("finds a unit root in these moments", order);
  const Matrix errors = (now - before * coefficients) * scale.asDiagonal();
  const Matrix colour = scale.asDiagonal() * solver.inverse() * scale.cwiseInverse().asDiagonal();
  return {errors, colour};
}

}  // namespace rerate

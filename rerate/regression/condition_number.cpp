#include "rerate/regression/condition_number.h"

#include <Eigen/SVD>
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace rerate {
namespace {

// Eigenvalues of the Gram matrix lose the square of the condition number: past this share of the largest the
// triangle's own singular values are worth their time.
constexpr double trusted_share = 1e-8;
constexpr Index most_columns = 16;  // of the quick way

Matrix unit_columns(const Matrix& triangle) {
  Matrix scaled = Matrix::Zero(triangle.rows(), triangle.cols());
  for (Index j = 0; j < triangle.cols(); ++j) {
    const double length = triangle.col(j).head(j + 1).norm();
    if (length > 0) scaled.col(j).head(j + 1) = triangle.col(j).head(j + 1) / length;
  }
  return scaled;
}

double by_singular_values(const Matrix& scaled) {
  const Vector singular = Eigen::JacobiSVD<Matrix>(scaled).singularValues();
  const double smallest = singular[singular.size() - 1];
  return smallest > 0 ? singular[0] / smallest : std::numeric_limits<double>::infinity();
}

// A symmetric matrix as its tridiagonal form leaves it: diagonal, and squares of what stands beside it.
struct Tridiagonal {
  Index size = 0;
  std::array<double, most_columns> diagonal{}, beside_squared{};
};

// Householder's reduction of the lower triangle, O(k^3) (Golub and Van Loan 2013, 8.3.1); overwrites the matrix.
Tridiagonal tridiagonal(Matrix& symmetric) {
  Tridiagonal result;
  const Index k = result.size = symmetric.cols();
  std::array<double, most_columns> mirror{}, image{};
  for (Index j = 0; j < k; ++j) {
    const auto at = static_cast<std::size_t>(j);
    result.diagonal[at] = symmetric(j, j);
    double square = 0;
    for (Index i = j + 1; i < k; ++i) square += symmetric(i, j) * symmetric(i, j);
    result.beside_squared[at] = square;
    double rest = 0;
    for (Index i = j + 2; i < k; ++i) rest += symmetric(i, j) * symmetric(i, j);
    if (rest == 0) continue;
    const double length = std::sqrt(square), head = symmetric(j + 1, j);
    for (Index i = j + 1; i < k; ++i) mirror[static_cast<std::size_t>(i)] = symmetric(i, j);
    mirror[at + 1] += head < 0 ? -length : length;
    const double scale = 1 / (square + std::fabs(head) * length);  // 2 / v'v
    double along = 0;
    for (Index i = j + 1; i < k; ++i) {
      double sum = 0;
      for (Index m = j + 1; m < k; ++m)
        sum += symmetric(std::max(i, m), std::min(i, m)) * mirror[static_cast<std::size_t>(m)];
      image[static_cast<std::size_t>(i)] = scale * sum;
      along += scale * sum * mirror[static_cast<std::size_t>(i)];
    }
    for (Index i = j + 1; i < k; ++i)
      image[static_cast<std::size_t>(i)] -= scale * along / 2 * mirror[static_cast<std::size_t>(i)];
    for (Index m = j + 1; m < k; ++m)
      for (Index i = m; i < k; ++i)
        symmetric(i, m) -= mirror[static_cast<std::size_t>(i)] * image[static_cast<std::size_t>(m)] +
                           image[static_cast<std::size_t>(i)] * mirror[static_cast<std::size_t>(m)];
  }
  return result;
}

// The characteristic polynomial and its first two derivatives, by the three-term recurrence.
struct Polynomial {
  double value = 1, slope = 0, bend = 0;
};

Polynomial characteristic(const Tridiagonal& matrix, double x) {
  Polynomial before{0}, now{1};
  for (std::size_t j = 0; j < static_cast<std::size_t>(matrix.size); ++j) {
    const double gap = x - matrix.diagonal[j], beside = j > 0 ? matrix.beside_squared[j - 1] : 0;
    const Polynomial next{gap * now.value - beside * before.value,
                          gap * now.slope + now.value - beside * before.slope,
                          gap * now.bend + 2 * now.slope - beside * before.bend};
    before = now;
    now = next;
  }
  return now;
}

// The eigenvalue nearest to x, which is at or outside the ends of them all: Laguerre's method, which from there
// goes straight to it, cubing its error, because all roots are real.
double outer_eigenvalue(const Tridiagonal& matrix, double x) {
  const auto k = static_cast<double>(matrix.size);
  for (int step = 0; step < 40; ++step) {
    const auto [value, slope, bend] = characteristic(matrix, x);
    if (value == 0) break;
    const double g = slope / value, h = g * g - bend / value;
    const double root = std::sqrt(std::max(0.0, (k - 1) * (k * h - g * g)));
    const double change = k / (g < 0 ? g - root : g + root);
    if (!(std::fabs(change) > 1e-15 * std::fabs(x))) break;
    x -= change;
    if (std::fabs(change) < 1e-6 * std::fabs(x)) break;  // the next one would be 1e-18
  }
  return x;
}

}  // namespace

double scaled_condition_number(const Matrix& triangle) {
  const Matrix scaled = unit_columns(triangle);
  const Index k = scaled.cols();
  if (k > most_columns) return by_singular_values(scaled);
  Matrix gram(k, k);
  for (Index j = 0; j < k; ++j)
    for (Index i = j; i < k; ++i) {
      double sum = 0;
      for (Index m = 0; m <= j; ++m) sum += scaled(m, i) * scaled(m, j);
      gram(i, j) = sum;
    }
  const auto matrix = tridiagonal(gram);
  const double smallest = outer_eigenvalue(matrix, 0),
               largest = outer_eigenvalue(matrix, static_cast<double>(k));
  return smallest > trusted_share * largest ? std::sqrt(largest / smallest) : by_singular_values(scaled);
}

}  // namespace rerate

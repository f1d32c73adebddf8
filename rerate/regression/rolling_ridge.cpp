#include "rerate/regression/rolling_ridge.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "rerate/base/error.h"
#include "rerate/base/vector_clones.h"
#include "rerate/regression/collinearity.h"
#include "rerate/regression/finite_input.h"

namespace rerate {
namespace {

// Sums over rows of the drivers' and the series' deviations from a row that all windows of a segment hold, and of their
// products: k + m sums, k (k + 1) / 2 products among drivers by row of the lower triangle, then k rows of m products.
struct SumLayout {
  std::size_t drivers, series;

  std::size_t products() const { return drivers + series; }
  std::size_t with_series() const { return products() + drivers * (drivers + 1) / 2; }
  std::size_t size() const { return with_series() + drivers * series; }
};

RERATE_VECTOR_CLONES void add_row(const SumLayout& layout, const double* row, double* sums) {
  const std::size_t k = layout.drivers, m = layout.series;
  for (std::size_t j = 0; j < k + m; ++j) sums[j] += row[j];
  double* product = sums + layout.products();
  for (std::size_t i = 0; i < k; ++i)
    for (std::size_t j = 0; j <= i; ++j) *product++ += row[i] * row[j];
  for (std::size_t i = 0; i < k; ++i, product += m) {
    const double driver = row[i];
    for (std::size_t j = 0; j < m; ++j) product[j] += driver * row[k + j];
  }
}

// Covariances of one window and the solution: `lower` becomes L of L D L' of the drivers' penalised ones, `solution` (k rows
// of m) the coefficients.
struct WindowSolver {
  SumLayout layout;
  double window, penalty;
  std::vector<double> lower, pivot, solution, mean;

  WindowSolver(const SumLayout& sizes, Index rows, double ridge_penalty)
      : layout(sizes),
        window(static_cast<double>(rows)),
        penalty(ridge_penalty),
        lower(sizes.drivers * sizes.drivers),
        pivot(sizes.drivers),
        solution(sizes.drivers * sizes.series),
        mean(sizes.drivers + sizes.series) {}

  void solve(const double* tail, const double* head);
};

// A driver that stands still in the window has no covariance with anything: its own is set to 1, which makes its coefficient
// 0 (or NaN, where the series is).
RERATE_VECTOR_CLONES void find_covariances(WindowSolver& at, const double* tail, const double* head) {
  const std::size_t k = at.layout.drivers, m = at.layout.series;
  for (std::size_t j = 0; j < k + m; ++j) at.mean[j] = (tail[j] + head[j]) / at.window;
  std::size_t product = at.layout.products();
  for (std::size_t i = 0; i < k; ++i)
    for (std::size_t j = 0; j <= i; ++j, ++product)
      at.lower[i * k + j] = (tail[product] + head[product]) / at.window - at.mean[i] * at.mean[j];
  for (std::size_t i = 0; i < k; ++i) {
    const bool varies = at.lower[i * k + i] > 0;
    const double mean = at.mean[i], factor = varies ? 1 : 0;
    for (std::size_t j = 0; j < m; ++j, ++product)
      at.solution[i * m + j] = factor * ((tail[product] + head[product]) / at.window - mean * at.mean[k + j]);
    if (varies) continue;
    for (std::size_t j = 0; j < i; ++j) at.lower[i * k + j] = 0;
    for (std::size_t j = i + 1; j < k; ++j) at.lower[j * k + i] = 0;
    at.lower[i * k + i] = 1;
  }
}

void factorise(WindowSolver& at) {
  const std::size_t k = at.layout.drivers;
  for (std::size_t i = 0; i < k; ++i) {
    double rest = at.lower[i * k + i] * (1 + at.penalty);
    for (std::size_t j = 0; j < i; ++j) {
      double entry = at.lower[i * k + j];
      for (std::size_t l = 0; l < j; ++l) entry -= at.lower[i * k + l] * at.pivot[l] * at.lower[j * k + l];
      at.lower[i * k + j] = entry / at.pivot[j];
      rest -= at.lower[i * k + j] * entry;
    }
    at.pivot[i] = rest;
  }
}

RERATE_VECTOR_CLONES void substitute(WindowSolver& at) {
  const std::size_t k = at.layout.drivers, m = at.layout.series;
  double* solution = at.solution.data();
  for (std::size_t i = 0; i < k; ++i)
    for (std::size_t l = 0; l < i; ++l) {
      const double factor = at.lower[i * k + l];
      for (std::size_t j = 0; j < m; ++j) solution[i * m + j] -= factor * solution[l * m + j];
    }
  for (std::size_t i = k; i-- > 0;) {
    const double inverse = 1 / at.pivot[i];
    for (std::size_t j = 0; j < m; ++j) solution[i * m + j] *= inverse;
    for (std::size_t l = i + 1; l < k; ++l) {
      const double factor = at.lower[l * k + i];
      for (std::size_t j = 0; j < m; ++j) solution[i * m + j] -= factor * solution[l * m + j];
    }
  }
}

void WindowSolver::solve(const double* tail, const double* head) {
  find_covariances(*this, tail, head);
  factorise(*this);
  substitute(*this);
}

class Segments {
 public:
  Segments(const Matrix& series, const Matrix& drivers, Index window, double penalty)
      : layout_{static_cast<std::size_t>(drivers.cols()), static_cast<std::size_t>(series.cols())},
        window_(window),
        windows_(drivers.rows() - window + 1),
        figures_(drivers.cols() + series.cols(), drivers.rows()),
        solver_(layout_, window, penalty) {
    figures_.topRows(drivers.cols()) = drivers.transpose();
    figures_.bottomRows(series.cols()) = series.transpose();
    result_.intercept.resize(windows_, series.cols());
    result_.coefficients.assign(layout_.series, Matrix(windows_, drivers.cols()));
    row_.resize(layout_.products()), centre_.resize(layout_.products());
  }

  // Windows first.. first + count - 1, at most `window`: all hold the last row of the first of them. Figures are measured
  // from that row whatever the count is, so that a window has the same bits however many rows follow it.
  void take(Index first, Index count) {
    const std::size_t size = layout_.size();
    const Index shared = first + window_ - 1;
    set_centre(shared);
    tails_.assign(static_cast<std::size_t>(count) * size, 0);
    head_.assign(size, 0);
    double* tail = tails_.data() + static_cast<std::size_t>(count - 1) * size;
    for (Index row = shared; row >= first + count; --row) add(row, tail);
    for (Index i = count; i-- > 0;) {
      tail = tails_.data() + static_cast<std::size_t>(i) * size;
      if (i + 1 < count) std::copy_n(tail + size, size, tail);
      add(first + i, tail);
    }
    for (Index i = 0; i < count; ++i) {
      if (i > 0) add(shared + i, head_.data());
      solver_.solve(tails_.data() + static_cast<std::size_t>(i) * size, head_.data());
      write(first + i);
    }
  }
  RollingRidge all() && {
    for (Index first = 0; first < windows_; first += window_)
      take(first, std::min(window_, windows_ - first));
    return std::move(result_);
  }

 private:
  void set_centre(Index row) {
    for (std::size_t j = 0; j < centre_.size(); ++j) {
      const double figure = figures_(static_cast<Index>(j), row);
      centre_[j] = std::isnan(figure) ? 0 : figure;
    }
  }
  void add(Index row, double* sums) {
    const double* figures = figures_.col(row).data();
    for (std::size_t j = 0; j < row_.size(); ++j) row_[j] = figures[j] - centre_[j];
    add_row(layout_, row_.data(), sums);
  }
  void write(Index place) {
    const std::size_t k = layout_.drivers, m = layout_.series;
    for (std::size_t s = 0; s < m; ++s) {
      double intercept = solver_.mean[k + s] + centre_[k + s];
      for (std::size_t j = 0; j < k; ++j) {
        const double coefficient = solver_.solution[j * m + s];
        result_.coefficients[s](place, static_cast<Index>(j)) = coefficient;
        intercept -= coefficient * (solver_.mean[j] + centre_[j]);
      }
      result_.intercept(place, static_cast<Index>(s)) = intercept;
    }
  }

  SumLayout layout_;
  Index window_, windows_;
  Matrix figures_;  // drivers and series by row
  WindowSolver solver_;
  RollingRidge result_;
  std::vector<double> row_, centre_, tails_, head_;
};

void check(const Matrix& series, const Design& drivers, Index window) {
  RERATE_ASSERT(series.rows() == drivers.rows() && !drivers.has_constant,
                "series and drivers by row, no constant");
  if (drivers.columns() == 0 || series.cols() == 0)
    refuse(ErrorCode::regression_too_few, fmt::format("rolling ridges need a driver and a series: {} and {}",
                                                      drivers.columns(), series.cols()));
  if (window < 2 || window > drivers.rows())
    refuse(ErrorCode::regression_too_few,
           fmt::format("a window of {} observations does not fit into {}", window, drivers.rows()));
  Vector present(drivers.rows());
  for (Index s = 0; s < series.cols(); ++s) {
    for (Index i = 0; i < series.rows(); ++i) present[i] = std::isnan(series(i, s)) ? 0 : series(i, s);
    refuse_not_finite(present, drivers);
  }
}

}  // namespace

RollingRidge rolling_ridge(const Matrix& series, const Design& drivers, Index window, double penalty) {
  check(series, drivers, window);
  check_penalty(penalty);
  return Segments(series, drivers.x, window, penalty).all();
}

}  // namespace rerate

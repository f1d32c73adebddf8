#include "rerate/regression/all_subsets.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <numeric>

#include "rerate/base/error.h"
#include "rerate/base/parallel.h"
#include "rerate/base/vector_clones.h"
#include "rerate/regression/finite_input.h"
#include "rerate/regression/time_ordered_folds.h"

namespace rerate {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr double kCollinear = 1e-10;  // of a column's own variance
constexpr double kPerfect = 1e-16;    // of y's: less is rounding
constexpr std::size_t kPrefix = 6;    // drivers whose subsets are the tasks of the threads

// ln x for x > 0 within two units of the last place, by +-*/ alone: the C library's last bits depend on the processor.
double plain_log(double x) {
  int power = 0;
  double m = std::frexp(x, &power);
  if (m < 0.70710678118654752) {
    m *= 2;
    --power;
  }
  const double s = (m - 1) / (m + 1), square = s * s;
  double sum = 0;
  for (int k = 23; k >= 3; k -= 2) sum = (sum + 1.0 / k) * square;
  return power * 0.69314718055994531 + 2 * s * (1 + sum);
}

// Cross products of what remains of the columns, y last; upper triangles. Layer 0: all rows. Then for each fold those of the
// rows it is fitted on, and of its forecast errors. Behind them the points, a row of columns each.
struct Layers {
  std::size_t folds = 0, points = 0, size = 0;  // size: columns and y
  std::size_t matrices() const { return 1 + 2 * folds; }
  std::size_t doubles() const { return matrices() * size * size + points * size; }
};

// A place in the tree: the layers from column `begin` on.
struct Remains {
  const double* layers;
  std::size_t size;   // of the stored matrices
  std::size_t begin;  // columns before it are out or have been swept
};

struct Columns {
  std::vector<std::size_t> first;  // by driver, and the end
  std::vector<double> variance;    // layers 0 and the folds' fits, by column: to tell what is collinear
  std::size_t count() const { return first.back(); }
};

// Sweeps column `at` out of those behind it. `to` takes the trailing part, of `left` columns and y. Which fits have room for
// the column: bit 0 all rows, bit f + 1 fold f.
RERATE_VECTOR_CLONES void sweep(const double* from, std::size_t stride, std::size_t at, double* to,
                                std::size_t left, const Layers& layers) {
  const std::size_t area = stride * stride, small = left * left;
  const double* fit = nullptr;
  for (std::size_t layer = 0; layer < layers.matrices(); ++layer) {
    const double* matrix = from + layer * area;
    double* swept = to + layer * small;
    const bool errors = layer > 0 && layer % 2 == 0;
    if (!errors) fit = matrix + at * stride;
    const double inverse = 1 / fit[at];
    const double* row = matrix + at * stride + at + 1;
    const double* fitted = fit + at + 1;
    const double own = matrix[at * stride + at];
    for (std::size_t k = 0; k < left; ++k) {
      const double* old = matrix + (at + 1 + k) * stride + at + 1;
      double* fresh = swept + k * left;
      const double share = fitted[k] * inverse, mine = row[k];
      if (errors)
        for (std::size_t l = k; l < left; ++l) {
          const double other = fitted[l] * inverse;
          fresh[l] = old[l] - share * (row[l] - other * own) - mine * other;
        }
      else
        for (std::size_t l = k; l < left; ++l) fresh[l] = old[l] - share * row[l];
    }
  }
  const double inverse = 1 / from[at * stride + at];
  const double* fitted = from + at * stride + at + 1;
  for (std::size_t point = 0; point < layers.points; ++point) {
    const double* old = from + layers.matrices() * area + point * stride + at;
    double* fresh = to + layers.matrices() * small + point * left;
    for (std::size_t l = 0; l < left; ++l) fresh[l] = old[l + 1] - fitted[l] * inverse * old[0];
  }
}

class SubsetTree {
 public:
  SubsetTree(const Layers& layers, const Columns& columns, SubsetRegressions& found, double rows,
             double total, double mean_error, double mean, double scale, const std::vector<double>& root)
      : layers_(layers),
        columns_(columns),
        found_(found),
        rows_(rows),
        total_(total),
        mean_error_(mean_error),
        mean_(mean),
        scale_(scale),
        root_(root) {}

  // All subsets whose first drivers are those of `prefix`.
  void grow(std::uint32_t prefix, std::size_t prefix_drivers) {
    buffers_.assign(columns_.count() + 1, {});
    depth_ = 0;
    Remains remains{root_.data(), layers_.size, 0};
    bool forecasts = true;
    for (std::size_t driver = 0; driver < prefix_drivers; ++driver)
      if (prefix >> driver & 1)
        if (!include(remains, driver, forecasts)) return;
    visit(remains, prefix, prefix_drivers, forecasts);
  }

 private:
  // Whether there was room for its columns in the fit of all rows; without room in a fold there are no forecasts.
  bool include(Remains& remains, std::size_t driver, bool& forecasts) {
    for (auto column = columns_.first[driver]; column < columns_.first[driver + 1]; ++column) {
      const std::size_t offset = layers_.size - remains.size;  // columns that the matrices no longer hold
      const std::size_t at = column - offset, left = remains.size - at - 1;
      if (!has_room(remains, 0, at, column)) return false;
      for (std::size_t fold = 0; fold < layers_.folds && forecasts; ++fold)
        forecasts = has_room(remains, 1 + fold, at, column);
      auto& buffer = buffers_[depth_++];
      if (buffer.empty()) buffer.resize(layers_.doubles());
      sweep(remains.layers, remains.size, at, buffer.data(), left, layers_);
      remains = {buffer.data(), left, 0};
    }
    return true;
  }

  bool has_room(const Remains& remains, std::size_t fit, std::size_t at, std::size_t column) const {
    const auto layer = fit == 0 ? 0 : 2 * fit - 1;
    const double variance = remains.layers[(layer * remains.size + at) * remains.size + at];
    const double own = columns_.variance[fit * columns_.count() + column];
    return own > 0 && variance > kCollinear * own;
  }

  void visit(const Remains& remains, std::uint32_t subset, std::size_t next, bool forecasts) {
    record(remains, subset, forecasts);
    for (auto driver = next; driver < found_.drivers; ++driver) {
      Remains within = remains;
      bool with_forecasts = forecasts;
      const auto depth = depth_;
      if (include(within, driver, with_forecasts))
        visit(within, subset | std::uint32_t{1} << driver, driver + 1, with_forecasts);
      depth_ = depth;
    }
  }

  double last(const Remains& remains, std::size_t layer) const {
    return remains.layers[(layer + 1) * remains.size * remains.size - 1];
  }

  void record(const Remains& remains, std::uint32_t subset, bool forecasts) {
    double columns = 1;
    for (std::size_t driver = 0; driver < found_.drivers; ++driver)
      if (subset >> driver & 1)
        columns += static_cast<double>(columns_.first[driver + 1] - columns_.first[driver]);
    const double freedom = rows_ - columns;
    if (freedom < 1) return;
    const double ssr = std::max(last(remains, 0), kPerfect * total_);
    found_.ssr[subset] = ssr * scale_ * scale_;
    found_.adjusted_r2[subset] = 1 - ssr / freedom / (total_ / (rows_ - 1));
    found_.bic[subset] =
        rows_ * (plain_log(ssr / rows_) + 2 * plain_log(scale_)) + columns * plain_log(rows_);
    for (std::size_t point = 0; point < layers_.points; ++point) {
      const double* row =
          remains.layers + layers_.matrices() * remains.size * remains.size + point * remains.size;
      found_.forecast[point][subset] = mean_ - row[remains.size - 1] * scale_;
    }
    if (layers_.folds == 0 || !forecasts) return;
    double error = 0;
    for (std::size_t fold = 0; fold < layers_.folds; ++fold) error += last(remains, 2 + 2 * fold);
    found_.out_of_sample_r2[subset] = 1 - error / mean_error_;
  }

  const Layers& layers_;
  const Columns& columns_;
  SubsetRegressions& found_;
  double rows_, total_, mean_error_, mean_, scale_;
  const std::vector<double>& root_;
  std::vector<std::vector<double>> buffers_;  // by how many columns are in
  std::size_t depth_ = 0;
};

void check(const SubsetQuestion& question, const std::vector<Index>& columns) {
  if (columns.empty() || columns.size() > kMostSubsetDrivers)
    refuse(ErrorCode::regression_settings,
           fmt::format("subsets are of 1 to {} drivers, not of {}", kMostSubsetDrivers, columns.size()));
  Index sum = 0;
  for (const auto count : columns) {
    if (count < 1) refuse(ErrorCode::regression_settings, "a driver without a column");
    sum += count;
  }
  if (sum != question.drivers.cols() || question.drivers.rows() != question.y.size() ||
      (question.points.rows() > 0 && question.points.cols() != sum))
    refuse(ErrorCode::regression_settings, "the columns of drivers, points and y do not fit each other");
  if (question.folds < 0) refuse(ErrorCode::regression_settings, "the number of folds is negative");
  if (question.y.size() < 3)
    refuse(ErrorCode::regression_too_few,
           fmt::format("{} rows are too few for a regression", question.y.size()));
  Design design{question.drivers, {}, false};
  for (Index j = 0; j < sum; ++j) design.names.push_back(fmt::format("column {}", j + 1));
  refuse_not_finite(question.y, design);
  for (Index i = 0; i < question.points.rows(); ++i)
    for (Index j = 0; j < sum; ++j)
      if (!std::isfinite(question.points(i, j)))
        refuse(ErrorCode::regression_not_finite,
               fmt::format("point {} has a missing or infinite figure", i + 1));
}

// Data in standard deviations, y last.
struct Scaled {
  Matrix data;  // n x (p + 1)
  Vector scale;
  double y_scale = 1;
};
Scaled scaled(const SubsetQuestion& question) {
  const Index n = question.y.size(), p = question.drivers.cols();
  Scaled sample{Matrix(n, p + 1), Vector(p + 1), 1};
  for (Index j = 0; j <= p; ++j) {
    const Vector column = j < p ? Vector(question.drivers.col(j)) : question.y;
    double largest = 0, sum = 0;
    for (Index i = 0; i < n; ++i) sum += column[i];
    const double mean = sum / static_cast<double>(n);
    double square = 0;
    for (Index i = 0; i < n; ++i) {
      largest = std::max(largest, std::fabs(column[i]));
      square += (column[i] - mean) * (column[i] - mean);
    }
    const double deviation = std::sqrt(square / static_cast<double>(n));
    if (j == p && deviation <= 1e-12 * largest) refuse(ErrorCode::regression_no_variation, "y does not vary");
    // A column that does not vary is collinear with the constant.
    sample.scale[j] = deviation > 1e-12 * largest ? deviation : 1;
    for (Index i = 0; i < n; ++i)
      sample.data(i, j) = deviation > 1e-12 * largest ? (column[i] - mean) / sample.scale[j] : 0;
  }
  sample.y_scale = sample.scale[p];
  return sample;
}

// Cross products of rows begin..end - 1 about `centre`, upper triangle, into `to`.
void cross_products(const Matrix& data, Index begin, Index end, const Vector& centre, double* to) {
  const Index size = data.cols();
  for (Index j = 0; j < size; ++j)
    for (Index k = j; k < size; ++k) {
      double sum = 0;
      for (Index i = begin; i < end; ++i) sum += (data(i, j) - centre[j]) * (data(i, k) - centre[k]);
      to[j * size + k] = sum;
    }
}

Vector means(const Matrix& data, Index rows) {
  Vector centre(data.cols());
  for (Index j = 0; j < data.cols(); ++j) {
    double sum = 0;
    for (Index i = 0; i < rows; ++i) sum += data(i, j);
    centre[j] = sum / static_cast<double>(rows);
  }
  return centre;
}

}  // namespace

SubsetRegressions all_subsets(const SubsetQuestion& question) {
  auto widths = question.columns;
  if (widths.empty()) widths.assign(static_cast<std::size_t>(question.drivers.cols()), 1);
  check(question, widths);
  const auto sample = scaled(question);
  const Index n = question.y.size(), size = sample.data.cols();
  const auto folds = question.folds == 0 ? std::vector<TimeFold>{}
                                         : time_ordered_folds(static_cast<std::size_t>(n), question.folds,
                                                              question.embargo, 3);

  Columns columns;
  columns.first.push_back(0);
  for (const auto width : widths)
    columns.first.push_back(columns.first.back() + static_cast<std::size_t>(width));
  const Layers layers{folds.size(), static_cast<std::size_t>(question.points.rows()),
                      static_cast<std::size_t>(size)};
  std::vector<double> root(layers.doubles());
  const std::size_t area = layers.size * layers.size;
  const auto keep_variances = [&](const double* matrix) {
    for (std::size_t j = 0; j + 1 < layers.size; ++j) columns.variance.push_back(matrix[j * layers.size + j]);
  };
  const Vector centre = means(sample.data, n);
  cross_products(sample.data, 0, n, centre, root.data());
  keep_variances(root.data());
  double mean_error = 0;
  for (std::size_t fold = 0; fold < folds.size(); ++fold) {
    const auto fitted = static_cast<Index>(folds[fold].fitted);
    const Vector then = means(sample.data, fitted);
    double* fit = root.data() + (1 + 2 * fold) * area;
    cross_products(sample.data, 0, fitted, then, fit);
    keep_variances(fit);
    cross_products(sample.data, static_cast<Index>(folds[fold].begin), static_cast<Index>(folds[fold].end),
                   then, fit + area);
    mean_error += fit[2 * area - 1];
  }
  const Vector raw_mean = means(question.drivers, n);
  for (Index point = 0; point < question.points.rows(); ++point)
    for (Index j = 0; j + 1 < size; ++j)
      root[layers.matrices() * area + static_cast<std::size_t>(point * size + j)] =
          (question.points(point, j) - raw_mean[j]) / sample.scale[j];

  SubsetRegressions found;
  found.drivers = widths.size();
  const std::size_t subsets = std::size_t{1} << found.drivers;
  for (auto* figure : {&found.ssr, &found.adjusted_r2, &found.bic}) figure->assign(subsets, kNone);
  if (!folds.empty()) found.out_of_sample_r2.assign(subsets, kNone);
  found.forecast.assign(layers.points, std::vector<double>(subsets, kNone));
  double y_sum = 0;
  for (Index i = 0; i < n; ++i) y_sum += question.y[i];
  const auto prefix = std::min(kPrefix, found.drivers);
  parallel_for(std::size_t{1} << prefix, [&](std::size_t task) {
    SubsetTree tree(layers, columns, found, static_cast<double>(n), root[area - 1], mean_error,
                    y_sum / static_cast<double>(n), sample.y_scale, root);
    tree.grow(static_cast<std::uint32_t>(task), prefix);
  });
  return found;
}

std::vector<std::uint32_t> best_subsets(const std::vector<double>& figure, bool least, std::size_t count) {
  std::vector<std::uint32_t> order;
  for (std::size_t i = 0; i < figure.size(); ++i)
    if (!std::isnan(figure[i])) order.push_back(static_cast<std::uint32_t>(i));
  const auto better = [&](std::uint32_t a, std::uint32_t b) {
    if (figure[a] != figure[b]) return least ? figure[a] < figure[b] : figure[a] > figure[b];
    if (std::popcount(a) != std::popcount(b)) return std::popcount(a) < std::popcount(b);
    return a < b;
  };
  count = std::min(count, order.size());
  std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(count), order.end(), better);
  order.resize(count);
  return order;
}

}  // namespace rerate

#include "rerate/regression/quantile_simplex.h"

#include <Eigen/LU>
#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "rerate/base/error.h"
#include "rerate/base/random_stream.h"

namespace rerate {
namespace {

constexpr double kSlack = 1e-9;          // of a multiplier outside [share - 1, share]
constexpr double kSmallestPivot = 1e-9;  // of the largest change of a residual along the edge
constexpr double kNoStep = 1e-14;        // of the largest |y|: a step that does not count as one
constexpr double kPerturbation = 1e-10;  // of the largest |y|
constexpr double kIndependent[] = {1e-2, 1e-5, 1e-9,
                                   1e-13};  // rest of a row when those of the basis are taken out

// Where the residual of a row meets zero along an edge, and how much the slope of the objective rises there.
struct Crossing {
  double step, rise;
  Index row;
};

// For a heap whose top is the nearest crossing; of equal ones the steepest, which makes the better pivot.
bool farther(const Crossing& a, const Crossing& b) {
  if (a.step != b.step) return a.step > b.step;
  if (a.rise != b.rise) return a.rise < b.rise;
  return a.row > b.row;
}

// The powers of two that bring the columns to a size near one, without rounding.
Vector column_scales(const Matrix& x) {
  Vector scales(x.cols());
  for (Index j = 0; j < x.cols(); ++j) {
    int exponent = 0;
    std::frexp(x.col(j).cwiseAbs().maxCoeff(), &exponent);
    scales[j] = std::ldexp(1.0, -exponent);
  }
  return scales;
}

// Rows by their distance from the quantile of the guess; only the first `sorted` are in order.
std::vector<Index> nearest_rows(const Vector& guess, double share, std::size_t sorted) {
  std::vector<double> values(guess.data(), guess.data() + guess.size());
  const auto middle =
      values.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), middle, values.end());
  std::vector<Index> rows(values.size());
  std::iota(rows.begin(), rows.end(), 0);
  const auto nearer = [&, centre = *middle](Index a, Index b) {
    const double of_a = std::fabs(guess[a] - centre), of_b = std::fabs(guess[b] - centre);
    return of_a != of_b ? of_a < of_b : a < b;
  };
  std::partial_sort(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(std::min(sorted, rows.size())),
                    rows.end(), nearer);
  return rows;
}

class Simplex {
 public:
  Simplex(const WeightedRows& rows, double share)
      : scales_(column_scales(rows.x)),
        x_(rows.x * scales_.asDiagonal()),
        y_(rows.y),
        weights_(rows.weights),
        share_(share),
        largest_(std::max(rows.y.cwiseAbs().maxCoeff(), 1e-300)),
        pull_(rows.y.size()),
        is_basic_(static_cast<std::size_t>(rows.y.size()), 0) {}

  // Chooses k independent rows near the guess; false when there are none.
  bool begin(const Vector& guess) {
    const auto columns = static_cast<std::size_t>(x_.cols());
    for (const double limit : kIndependent)
      for (const auto sorted : {8 * columns, static_cast<std::size_t>(x_.rows())})
        if (choose_basis(nearest_rows(guess, share_, sorted), sorted, limit)) return true;
    return false;
  }

  void run() {
    refresh(Ties::by_sign);
    if (!descend(Steps::any)) descend_apart();
    refresh(Ties::as_before);
    // What rounding or the perturbation left: steps that truly descend, so that none can be repeated.
    for (int round = 0; round < 20 && !at_minimum(); ++round) {
      descend(Steps::true_descent);
      refresh(Ties::as_before);
      if (blocked_) break;
    }
  }

  Vector coefficients() const { return (scales_.array() * coefficients_.array()).matrix(); }

 private:
  enum class Ties { by_sign, as_before };
  enum class Steps { any, true_descent };

  bool choose_basis(const std::vector<Index>& rows, std::size_t count, double limit) {
    const Index columns = x_.cols();
    Matrix directions(columns, columns);  // orthonormal, spanning the rows taken
    basis_.clear();
    for (std::size_t i = 0; i < std::min(count, rows.size()); ++i) {
      const auto taken = static_cast<Index>(basis_.size());
      Vector rest = x_.row(rows[i]).transpose();
      const double length = rest.norm();
      for (Index m = 0; m < taken; ++m) rest -= directions.col(m).dot(rest) * directions.col(m);
      for (Index m = 0; m < taken; ++m) rest -= directions.col(m).dot(rest) * directions.col(m);
      if (!(rest.norm() > limit * length)) continue;
      directions.col(taken) = rest / rest.norm();
      basis_.push_back(rows[i]);
      if (taken + 1 == columns) return true;
    }
    return false;
  }

  // Everything from the basis alone, free of what rounding has gathered.
  void refresh(Ties ties) {
    const auto columns = static_cast<std::size_t>(x_.cols());
    Matrix points(x_.cols(), x_.cols());
    Vector heights(x_.cols());
    std::fill(is_basic_.begin(), is_basic_.end(), 0);
    for (std::size_t j = 0; j < columns; ++j) {
      points.row(static_cast<Index>(j)) = x_.row(basis_[j]);
      heights[static_cast<Index>(j)] = y_[basis_[j]];
      is_basic_[static_cast<std::size_t>(basis_[j])] = 1;
    }
    const Eigen::PartialPivLU<Matrix> factor(points);
    inverse_ = factor.inverse();
    coefficients_ = factor.solve(heights);
    coefficients_ += factor.solve(heights - points * coefficients_);
    residuals_ = y_ - x_ * coefficients_;
    const double zero = 100 * kNoStep * largest_;
    for (Index i = 0; i < y_.size(); ++i) {
      if (is_basic_[static_cast<std::size_t>(i)]) {
        residuals_[i] = pull_[i] = 0;
      } else if (ties == Ties::by_sign || pull_[i] == 0 || std::fabs(residuals_[i]) > zero) {
        pull_[i] = weights_[i] * (residuals_[i] < 0 ? share_ - 1 : share_);
      }
    }
  }

  // How fast the objective changes when the residual of basic row j grows (up) or falls, per unit.
  struct Slopes {
    double up, down;
  };
  Slopes slopes(const Vector& multipliers, std::size_t j) const {
    const double weight = weights_[basis_[j]], multiplier = multipliers[static_cast<Index>(j)];
    return {weight * share_ + multiplier, weight * (1 - share_) - multiplier};
  }
  Vector multipliers() const { return inverse_.transpose() * (x_.transpose() * pull_); }
  bool falls(double slope, std::size_t j) const { return slope < -kSlack * weights_[basis_[j]]; }

  bool at_minimum() const {
    const Vector all = multipliers();
    for (std::size_t j = 0; j < basis_.size(); ++j) {
      const auto [up, down] = slopes(all, j);
      if (falls(up, j) || falls(down, j)) return false;
    }
    return true;
  }

  // Steps until no edge falls. False when steps of length zero go on and on.
  bool descend(Steps steps) {
    const auto limit = 200 + 20 * static_cast<std::size_t>(x_.rows() + x_.cols());
    const std::size_t patience = basis_.size();  // steps of length zero in a row
    std::size_t idle = 0;
    blocked_ = false;
    std::vector<std::uint8_t> shut(2 * basis_.size(), 0);  // edges that lead nowhere from this vertex
    for (std::size_t taken = 0; taken < limit; ++taken) {
      if (taken % 50 == 49) refresh(Ties::as_before);
      const auto [j, sign, slope] = steepest_edge(shut);
      if (sign == 0) return true;
      const double step = follow(j, sign, slope, steps);
      if (step > kNoStep * largest_) {
        idle = 0;
        std::fill(shut.begin(), shut.end(), 0);
      } else if (steps == Steps::true_descent || step < 0) {
        shut[2 * j + (sign > 0)] = 1;
        blocked_ = true;
      } else if (++idle > patience) {
        return false;
      }
    }
    return false;
  }

  // Moves y a little, descends there, and takes the basis back to y.
  void descend_apart() {
    const Vector whole = y_;
    const RandomStream random(1, 0);
    for (Index i = 0; i < y_.size(); ++i)
      y_[i] += kPerturbation * largest_ * (random.uniform(static_cast<std::uint64_t>(i)) - 0.5);
    refresh(Ties::by_sign);
    descend(Steps::any);
    refresh(Ties::as_before);
    y_ = whole;
    refresh(Ties::as_before);
  }

  struct Edge {
    std::size_t j;
    int sign;  // 0: none falls
    double slope;
  };
  Edge steepest_edge(const std::vector<std::uint8_t>& shut) const {
    const Vector all = multipliers();
    Edge best{0, 0, 0};
    for (std::size_t j = 0; j < basis_.size(); ++j) {
      const auto [up, down] = slopes(all, j);
      if (falls(up, j) && up < best.slope && !shut[2 * j + 1]) best = {j, 1, up};
      if (falls(down, j) && down < best.slope && !shut[2 * j]) best = {j, -1, down};
    }
    return best;
  }

  void find_crossings(const Vector& change, double smallest) {
    crossings_.clear();
    for (Index i = 0; i < y_.size(); ++i) {
      // The residual moves towards zero when it changes against the side that pulls.
      if (pull_[i] == 0 || (pull_[i] > 0) == (change[i] > 0) || std::fabs(change[i]) <= smallest) continue;
      crossings_.push_back(
          {std::max(0.0, -residuals_[i] / change[i]), weights_[i] * std::fabs(change[i]), i});
    }
  }

  // Goes along the edge to its lowest point and exchanges the row met there for basic row j. Length of the step;
  // -1, with nothing changed, when there is no point to stop at.
  double follow(std::size_t j, int sign, double slope, Steps steps) {
    const Vector direction = sign * inverse_.col(static_cast<Index>(j));
    const Vector change = x_ * direction;
    find_crossings(change, kSmallestPivot * change.cwiseAbs().maxCoeff());
    std::make_heap(crossings_.begin(), crossings_.end(), farther);
    passed_.clear();
    auto end = crossings_.end();
    while (slope < 0 && end != crossings_.begin()) {
      std::pop_heap(crossings_.begin(), end--, farther);
      slope += end->rise;
      passed_.push_back(end->row);
    }
    if (passed_.empty()) return -1;
    const double step = end->step;
    if (steps == Steps::true_descent && !(step > kNoStep * largest_)) return 0;
    exchange(j, sign, step, change);
    return step;
  }

  void exchange(std::size_t j, int sign, double step, const Vector& change) {
    const Index entering = passed_.back(), leaving = basis_[j];
    for (const Index row : passed_) pull_[row] = weights_[row] * (pull_[row] > 0 ? share_ - 1 : share_);
    residuals_ += step * change;
    residuals_[entering] = pull_[entering] = 0;
    pull_[leaving] = weights_[leaving] * (sign > 0 ? share_ : share_ - 1);
    is_basic_[static_cast<std::size_t>(entering)] = 1;
    is_basic_[static_cast<std::size_t>(leaving)] = 0;
    basis_[j] = entering;
    // The inverse with one row of the points exchanged (Sherman and Morrison 1949).
    const auto place = static_cast<Index>(j);
    Eigen::RowVectorXd row = x_.row(entering) * inverse_;
    const double pivot = row[place];
    row[place] -= 1;
    const Vector column = inverse_.col(place) / pivot;
    inverse_ -= column * row;
  }

  Vector scales_;
  Matrix x_;
  Vector y_, weights_;
  double share_, largest_;
  Vector pull_;  // w (share - [r < 0]) of the rows off the basis, 0 on it; a zero residual keeps its side
  std::vector<std::uint8_t> is_basic_;
  std::vector<Index> basis_;
  Matrix inverse_;  // of the points of the basis
  Vector coefficients_, residuals_;
  std::vector<Crossing> crossings_;
  std::vector<Index> passed_;
  bool blocked_ = false;
};

}  // namespace

std::optional<Vector> quantile_coefficients(const WeightedRows& rows, double share, const Vector& guess) {
  RERATE_ASSERT(rows.y.size() == rows.x.rows() && rows.weights.size() == rows.x.rows() &&
                    guess.size() == rows.x.rows() && rows.x.cols() > 0 && share > 0 && share < 1,
                "rows of a quantile regression");
  if (rows.x.rows() < rows.x.cols()) return std::nullopt;
  Simplex simplex(rows, share);
  if (!simplex.begin(guess)) return std::nullopt;
  simplex.run();
  return simplex.coefficients();
}

}  // namespace rerate

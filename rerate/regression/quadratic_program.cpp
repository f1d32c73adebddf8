#include "rerate/regression/quadratic_program.h"

#include <fmt/format.h>

#include <Eigen/Cholesky>
#include <algorithm>
#include <cmath>
#include <limits>

#include "rerate/base/error.h"

namespace rerate {
namespace {

constexpr double kEndless = std::numeric_limits<double>::infinity();
constexpr double kViolated = 1e-12;     // of the terms of a constraint
constexpr double kDependent = 1e-11;    // of a normal's length that those of the active set leave
constexpr double kHeldByOthers = 1e-9;  // violation of one that depends on them, for the condition of G

void check(const QuadraticProgram& program) {
  const Index n = program.linear.size(), m = program.bounds.size();
  RERATE_ASSERT(program.quadratic.rows() == n && program.quadratic.cols() == n, "G by variable");
  RERATE_ASSERT(program.normals.rows() == m && (m == 0 || program.normals.cols() == n),
                "a normal by constraint");
  RERATE_ASSERT(program.equalities >= 0 && program.equalities <= m, "equalities among the constraints");
  if (n == 0) refuse(ErrorCode::regression_too_few, "a quadratic program without a variable");
  if (!program.quadratic.allFinite() || !program.linear.allFinite() || !program.normals.allFinite() ||
      !program.bounds.allFinite())
    refuse(ErrorCode::regression_not_finite, "a quadratic program has a missing or infinite figure");
}

double dot(const double* a, const double* b, Index count) {
  double sum = 0;
  for (Index i = 0; i < count; ++i) sum += a[i] * b[i];
  return sum;
}

// c, s with c a + s b = r >= 0 and c b = s a.
struct Rotation {
  double cosine, sine, length;

  Rotation(double a, double b) : cosine(1), sine(0), length(std::max(std::fabs(a), std::fabs(b))) {
    if (length == 0) return;
    const double x = a / length, y = b / length, root = std::sqrt(x * x + y * y);
    cosine = x / root, sine = y / root, length *= root;
  }
  void apply(double& a, double& b) const {
    const double kept = cosine * a + sine * b;
    b = cosine * b - sine * a;
    a = kept;
  }
};

// With G = L L' and N the active normals (those of equalities turned so that they were violated from below):
// J = L^-T Q, where Q'L^-1 N = (R; 0). The first columns of J, as many as are active, belong to N, the others are free.
class ActiveSet {
 public:
  explicit ActiveSet(const QuadraticProgram& program)
      : program_(program),
        n_(program.linear.size()),
        m_(program.bounds.size()),
        normals_(program.normals.transpose()),
        place_(static_cast<std::size_t>(m_), -1),
        sign_(static_cast<std::size_t>(m_), 1),
        held_by_others_(static_cast<std::size_t>(m_)) {
    const Eigen::LLT<Matrix> factor(program.quadratic);
    const Vector pivots = Matrix(factor.matrixL()).diagonal();
    if (factor.info() != Eigen::Success || !(pivots.minCoeff() > 1e-8 * pivots.maxCoeff()))
      refuse(ErrorCode::regression_settings, "the quadratic form of a program is not positive definite");
    free_ = factor.matrixU().solve(Matrix::Identity(n_, n_));
    triangle_ = Matrix::Zero(n_, n_);
    x_ = factor.solve(program.linear);
    multiplier_ = Vector::Zero(n_ + 1);
    along_ = Vector(n_), step_ = Vector(n_), dual_ = Vector(n_);
  }

  // `find(x)` says whether a constraint that x violates was appended to the program.
  template <class Find>
  QuadraticSolution solve(const Find& find) {
    for (;;) {
      const int most = steps_ + 100 * static_cast<int>(n_ + m_) + 100;
      for (Index added = most_violated(); added >= 0; added = most_violated()) {
        if (!add(added, most)) return infeasible(added);
      }
      if (!find(x_)) return solution();
      read_appended();
    }
  }

 private:
  void read_appended() {
    RERATE_ASSERT(program_.bounds.size() == m_ + 1 && program_.normals.rows() == m_ + 1,
                  "one constraint at a time");
    normals_.conservativeResize(Eigen::NoChange, m_ + 1);
    normals_.col(m_++) = program_.normals.row(program_.normals.rows() - 1).transpose();
    place_.push_back(-1);
    sign_.push_back(1);
    held_by_others_.push_back(false);
  }

  // n'x - b, and the size of its terms.
  struct Slack {
    double value, size;
  };
  Slack slack(Index constraint) const {
    const double* normal = normals_.col(constraint).data();
    double sum = -program_.bounds[constraint], size = std::fabs(sum);
    for (Index i = 0; i < n_; ++i) sum += normal[i] * x_[i], size += std::fabs(normal[i] * x_[i]);
    return {sum, size};
  }

  // Equalities first, then by how far beyond its limit x lies, in lengths of the normal; -1: none.
  Index most_violated() const {
    Index found = -1;
    double worst = 0;
    for (Index i = 0; i < m_; ++i) {
      if (i == program_.equalities && found >= 0) break;
      if (place_[static_cast<std::size_t>(i)] >= 0 || held_by_others_[static_cast<std::size_t>(i)]) continue;
      const auto at = slack(i);
      const double beyond = i < program_.equalities ? std::fabs(at.value) : -at.value;
      if (beyond <= kViolated * at.size || beyond == 0) continue;
      const double length = normals_.col(i).norm(), violation = length > 0 ? beyond / length : kEndless;
      if (violation > worst) worst = violation, found = i;
    }
    return found;
  }

  // Directions of the primal and the dual when `normal` is added.
  void find_directions(const double* normal, double sign) {
    for (Index j = 0; j < n_; ++j) along_[j] = sign * dot(free_.col(j).data(), normal, n_);
    for (Index i = 0; i < n_; ++i) {
      double sum = 0;
      for (Index j = active_; j < n_; ++j) sum += free_(i, j) * along_[j];
      step_[i] = sum;
    }
    for (Index i = active_ - 1; i >= 0; --i) {
      double rest = along_[i];
      for (Index j = i + 1; j < active_; ++j) rest -= triangle_(i, j) * dual_[j];
      dual_[i] = rest / triangle_(i, i);
    }
  }

  // How far the multipliers of the active inequalities allow to go, and which ends it.
  double longest_dual_step(Index& ends) const {
    double longest = kEndless;
    for (Index i = 0; i < active_; ++i) {
      if (constraint_of(i) < program_.equalities || !(dual_[i] > 0)) continue;
      const double step = std::max(multiplier_[i], 0.0) / dual_[i];
      if (step < longest) longest = step, ends = i;
    }
    return longest;
  }

  // Until constraint `added` holds; false when it cannot.
  bool add(Index added, int most) {
    const double* normal = normals_.col(added).data();
    auto& sign = sign_[static_cast<std::size_t>(added)];
    sign = added < program_.equalities && slack(added).value > 0 ? -1 : 1;
    multiplier_[active_] = 0;
    for (;;) {
      if (++steps_ > most) give_up();
      find_directions(normal, sign);
      Index ends = -1;
      const double dual_step = longest_dual_step(ends);
      const double left = along_.tail(n_ - active_).squaredNorm(), all = along_.squaredNorm();
      const bool dependent = !(left > kDependent * kDependent * all);
      const double full = dependent ? kEndless : -sign * slack(added).value / left;
      const double step = std::min(dual_step, std::max(full, 0.0));
      if (step == kEndless) {
        const auto at = slack(added);
        if (std::fabs(at.value) > kHeldByOthers * at.size) return false;
        for (Index i = 0; i < active_; ++i) multiplier_[i] += multiplier_[active_] * dual_[i];
        held_by_others_[static_cast<std::size_t>(added)] = true;
        return true;
      }
      for (Index i = 0; i < active_; ++i) multiplier_[i] -= step * dual_[i];
      multiplier_[active_] += step;
      if (!dependent) x_ += step * step_;
      if (full <= dual_step) {
        enter(added);
        return true;
      }
      leave(ends);
    }
  }

  void enter(Index added) {
    held_by_others_.assign(held_by_others_.size(), false);
    // Free directions are turned until the new normal lies along the first of them.
    for (Index j = n_ - 1; j > active_; --j) {
      const Rotation rotation(along_[j - 1], along_[j]);
      along_[j - 1] = rotation.length, along_[j] = 0;
      for (Index i = 0; i < n_; ++i) rotation.apply(free_(i, j - 1), free_(i, j));
    }
    for (Index i = 0; i <= active_; ++i) triangle_(i, active_) = along_[i];
    held_.push_back(added);
    place_[static_cast<std::size_t>(added)] = active_++;
    if (active_ <= n_) multiplier_[active_] = 0;
  }

  void leave(Index gone) {
    place_[static_cast<std::size_t>(constraint_of(gone))] = -1;
    held_.erase(held_.begin() + gone);
    for (Index j = gone; j + 1 < active_; ++j) {
      triangle_.col(j) = triangle_.col(j + 1);
      place_[static_cast<std::size_t>(constraint_of(j))] = j;
    }
    for (Index j = gone; j <= active_ - 1; ++j) multiplier_[j] = multiplier_[j + 1];
    --active_;
    triangle_.col(active_).setZero();
    for (Index j = gone; j < active_; ++j) {
      const Rotation rotation(triangle_(j, j), triangle_(j + 1, j));
      for (Index l = j; l < active_; ++l) rotation.apply(triangle_(j, l), triangle_(j + 1, l));
      triangle_(j + 1, j) = 0;
      for (Index i = 0; i < n_; ++i) rotation.apply(free_(i, j), free_(i, j + 1));
    }
  }

  Index constraint_of(Index place) const { return held_[static_cast<std::size_t>(place)]; }

  QuadraticSolution solution() const {
    QuadraticSolution found;
    found.x = x_;
    found.steps = steps_;
    found.multipliers = Vector::Zero(m_);
    for (Index i = 0; i < active_; ++i)
      found.multipliers[constraint_of(i)] =
          sign_[static_cast<std::size_t>(constraint_of(i))] * multiplier_[i];
    found.active = held_;
    std::sort(found.active.begin(), found.active.end());
    const Vector half = program_.quadratic.selfadjointView<Eigen::Lower>() * x_;
    found.objective = 0.5 * dot(x_.data(), half.data(), n_) - dot(program_.linear.data(), x_.data(), n_);
    return found;
  }

  // `added` is a combination of the active ones, and no multiplier of an inequality among them limits the dual.
  QuadraticSolution infeasible(Index added) const {
    auto found = solution();
    found.feasible = false;
    found.unmet = added;
    const double largest = active_ > 0 ? dual_.head(active_).cwiseAbs().maxCoeff() : 0;
    for (Index i = 0; i < active_; ++i)
      if (std::fabs(dual_[i]) > 1e-9 * largest) found.against.push_back(constraint_of(i));
    std::sort(found.against.begin(), found.against.end());
    return found;
  }

  [[noreturn]] static void give_up() {
    refuse(ErrorCode::regression_settings,
           "limits of a quadratic program that contradict each other within rounding");
  }

  const QuadraticProgram& program_;
  Index n_, m_, active_ = 0;
  Matrix normals_;  // by column
  Matrix free_, triangle_;
  Vector x_, multiplier_, along_, step_, dual_;
  std::vector<Index> held_;   // active constraints, in the order of R's columns
  std::vector<Index> place_;  // of each constraint in it, -1: not active
  std::vector<double> sign_;
  std::vector<bool> held_by_others_;
  int steps_ = 0;
};

}  // namespace

QuadraticSolution minimise(const QuadraticProgram& program) {
  check(program);
  return ActiveSet(program).solve([](const Vector&) { return false; });
}

QuadraticSolution minimise(QuadraticProgram& program, const FindViolated& find) {
  check(program);
  return ActiveSet(program).solve([&](const Vector& x) { return find(x, program); });
}

std::string contradiction(const QuadraticSolution& infeasible, const std::vector<std::string>& names) {
  std::string text;
  for (const Index constraint : infeasible.against) {
    if (!text.empty()) text += ", ";
    text += names[static_cast<std::size_t>(constraint)];
  }
  return text + (text.empty() ? "" : " and ") + names[static_cast<std::size_t>(infeasible.unmet)];
}

}  // namespace rerate

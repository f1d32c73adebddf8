#include "rerate/mixtures/label_matching.h"

#include <algorithm>
#include <limits>

#include "rerate/base/error.h"

namespace rerate {
namespace {

// Squared distances of new centre j from old centre i; old ones that do not exist cost nothing, so that they take
// those which fit worst.
Matrix costs(const Matrix& old_centres, const Matrix& new_centres) {
  const double largest = std::max({old_centres.cwiseAbs().maxCoeff(), new_centres.cwiseAbs().maxCoeff(),
                                   std::numeric_limits<double>::min()});
  const Index size = std::max(old_centres.rows(), new_centres.rows());
  Matrix cost = Matrix::Zero(new_centres.rows(), size);
  for (Index j = 0; j < new_centres.rows(); ++j)
    for (Index i = 0; i < old_centres.rows(); ++i)
      for (Index d = 0; d < old_centres.cols(); ++d) {
        const double apart = new_centres(j, d) / largest - old_centres(i, d) / largest;
        cost(j, i) += apart * apart;
      }
  return cost;
}

// Rows are assigned to columns one after the other, each along the path of least reduced cost, which may move earlier rows on. Prices
// keep reduced costs at or above zero.
class Assignment {
 public:
  explicit Assignment(const Matrix& cost)
      : cost_(cost),
        row_price_(Vector::Zero(cost.rows())),
        column_price_(Vector::Zero(cost.cols() + 1)),
        row_of_(static_cast<std::size_t>(cost.cols()) + 1, kNone) {
    for (Index row = 0; row < cost.rows(); ++row) assign(row);
  }

  std::vector<int> columns() const {
    std::vector<int> result(static_cast<std::size_t>(cost_.rows()));
    for (Index column = 0; column < cost_.cols(); ++column)
      if (row_of_[at(column)] != kNone) result[at(row_of_[at(column)])] = static_cast<int>(column);
    return result;
  }

 private:
  static constexpr Index kNone = -1;
  static std::size_t at(Index i) { return static_cast<std::size_t>(i); }

  void assign(Index row) {
    const Index columns = cost_.cols(), source = columns;  // a column of its own for the row to come from
    std::vector<Index> before(at(columns), source);
    std::vector<char> reached(at(columns) + 1, 0);
    Vector distance = Vector::Constant(columns, std::numeric_limits<double>::infinity());
    row_of_[at(source)] = row;
    Index here = source;
    while (row_of_[at(here)] != kNone) {
      reached[at(here)] = 1;
      const Index next = shorten(here, reached, before, distance);
      reprice(distance[next], reached, distance);
      here = next;
    }
    for (; here != source; here = before[at(here)]) row_of_[at(here)] = row_of_[at(before[at(here)])];
  }

  // Distances by way of the row at `here`; gives the nearest column not reached yet.
  Index shorten(Index here, const std::vector<char>& reached, std::vector<Index>& before,
                Vector& distance) const {
    const Index row = row_of_[at(here)];
    Index nearest = kNone;
    for (Index column = 0; column < cost_.cols(); ++column) {
      if (reached[at(column)]) continue;
      const double reduced = cost_(row, column) - row_price_[row] - column_price_[column];
      if (reduced < distance[column]) {
        distance[column] = reduced;
        before[at(column)] = here;
      }
      if (nearest == kNone || distance[column] < distance[nearest]) nearest = column;
    }
    return nearest;
  }

  void reprice(double step, const std::vector<char>& reached, Vector& distance) {
    for (Index column = 0; column <= cost_.cols(); ++column) {
      if (reached[at(column)]) {
        row_price_[row_of_[at(column)]] += step;
        column_price_[column] -= step;
      } else if (column < cost_.cols()) {
        distance[column] -= step;
      }
    }
  }

  const Matrix& cost_;
  Vector row_price_, column_price_;
  std::vector<Index> row_of_;  // by column, and the source's
};

}  // namespace

std::vector<int> match_labels(const Matrix& old_centres, const Matrix& new_centres) {
  RERATE_ASSERT(old_centres.rows() > 0 && new_centres.rows() > 0 && old_centres.cols() > 0 &&
                    old_centres.cols() == new_centres.cols(),
                "centres of different shape");
  RERATE_ASSERT(old_centres.allFinite() && new_centres.allFinite(), "centres that are not finite");
  const Matrix cost = costs(old_centres, new_centres);
  std::vector<int> labels = Assignment(cost).columns();
  int fresh = static_cast<int>(old_centres.rows());
  for (auto& label : labels)
    if (label >= old_centres.rows()) label = fresh++;
  return labels;
}

}  // namespace rerate

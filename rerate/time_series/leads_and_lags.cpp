#include "rerate/time_series/leads_and_lags.h"

#include <fmt/format.h>

#include <Eigen/QR>

#include "rerate/base/elementary.h"

namespace rerate {
namespace {

std::string change_name(const std::string& driver, int lag) {
  if (lag == 0) return fmt::format("change of {}", driver);
  return fmt::format("change of {}, {} {}", driver, lag > 0 ? lag : -lag, lag > 0 ? "back" : "ahead");
}

// Columns of the triangle that a pair uses: constant and levels, then its part of the changes.
std::vector<Index> columns_of(LeadsAndLags pair, LeadsAndLags largest, Index drivers) {
  std::vector<Index> columns;
  for (Index c = 0; c <= drivers; ++c) columns.push_back(c);
  const Index before = largest.leads - pair.leads;
  for (Index c = 0; c < drivers * (pair.leads + pair.lags + 1); ++c)
    columns.push_back(1 + drivers + drivers * before + c);
  return columns;
}

// Sum of squares that these columns of the triangle leave of the last one.
double unexplained(const Matrix& triangle, const std::vector<Index>& columns) {
  const auto used = static_cast<Index>(columns.size());
  Matrix part(triangle.rows(), used + 1);
  for (Index c = 0; c < used; ++c) part.col(c) = triangle.col(columns[static_cast<std::size_t>(c)]);
  part.col(used) = triangle.col(triangle.cols() - 1);
  const Eigen::HouseholderQR<Matrix> factor(part);
  const double left = factor.matrixQR()(used, used);
  return left * left;
}

// Factor of [design y]: whatever columns one takes, their sums of squares are those of the sample.
Matrix triangle_of(const Design& design, const Vector& y) {
  Matrix columns(design.rows(), design.columns() + 1);
  columns << design.x, y;
  const Eigen::HouseholderQR<Matrix> factor(columns);
  return factor.matrixQR().topRows(columns.cols()).triangularView<Eigen::Upper>();
}

}  // namespace

Index dynamic_rows(Index rows, LeadsAndLags count) { return rows - 1 - count.leads - count.lags; }

Index dynamic_columns(Index drivers, LeadsAndLags count) {
  return 1 + drivers + drivers * (count.leads + count.lags + 1);
}

DynamicDesign dynamic_design(const Matrix& x, const std::vector<std::string>& names, LeadsAndLags count) {
  const Index rows = dynamic_rows(x.rows(), count), first = count.lags + 1;
  DynamicDesign dynamic{constant_design(rows), first};
  Design& design = dynamic.design;
  design.x.conservativeResize(Eigen::NoChange, dynamic_columns(x.cols(), count));
  Index next = 1;
  for (Index c = 0; c < x.cols(); ++c) {
    design.x.col(next++) = x.col(c).segment(first, rows);
    design.names.push_back(names[static_cast<std::size_t>(c)]);
  }
  for (int lag = -count.leads; lag <= count.lags; ++lag)
    for (Index c = 0; c < x.cols(); ++c) {
      design.x.col(next++) = x.col(c).segment(first - lag, rows) - x.col(c).segment(first - lag - 1, rows);
      design.names.push_back(change_name(names[static_cast<std::size_t>(c)], lag));
    }
  return dynamic;
}

LeadsAndLags choose_leads_and_lags(const Vector& y, const Matrix& x, LeadsAndLags given, int most) {
  const LeadsAndLags largest{given.leads < 0 ? most : given.leads, given.lags < 0 ? most : given.lags};
  const std::vector<std::string> names(static_cast<std::size_t>(x.cols()));
  const DynamicDesign all = dynamic_design(x, names, largest);
  const Matrix triangle = triangle_of(all.design, y.segment(all.first, all.design.rows()));
  const auto n = static_cast<double>(all.design.rows());
  LeadsAndLags best = largest;
  double least = 0;
  bool none_yet = true;
  for (int leads = given.leads < 0 ? 0 : given.leads; leads <= largest.leads; ++leads)
    for (int lags = given.lags < 0 ? 0 : given.lags; lags <= largest.lags; ++lags) {
      const auto columns = columns_of({leads, lags}, largest, x.cols());
      const double criterion = n * reproducible_log(unexplained(triangle, columns) / n) +
                               static_cast<double>(columns.size()) * reproducible_log(n);
      if (none_yet || criterion < least) best = {leads, lags}, least = criterion;
      none_yet = false;
    }
  return best;
}

}  // namespace rerate

#pragma once

#include <span>
#include <vector>

#include "rerate/models/growth_equation.h"
#include "rerate/models/multiple_equation.h"

namespace rerate {

// An equation laid out for a bootstrap of its residuals with regressors held: row t of the layout is panel row first + t, by
// the end of the stretch that the row explains. Rows without a residual have an empty design row.
//
// With X = QR, b* - b = R^-1 Q'u*: a draw needs only Q'u*, one pass over the rows.
class ResampledEquation {
 public:
  // `common` are the panel rows that both equations have, from which residuals are drawn; `first`..`last` are the rows
  // of both together, which every draw fills.
  static ResampledEquation of(const FairValuePanel& panel, const MultipleEquation& equation,
                              const std::vector<Index>& common, Index first, Index last);
  static ResampledEquation of(const FairValuePanel& panel, const GrowthEquation& equation,
                              const std::vector<Index>& common, Index first, Index last);

  Index coefficients() const { return triangle_.rows(); }
  double persistence() const { return persistence_; }
  std::span<const double> innovations() const { return innovations_; }

  // sums[0..lanes) += Q'(innovations start..start+count-1) placed at layout rows row, row + 1, ...
  std::size_t lanes() const { return 4 * groups_; }
  void add(std::size_t row, std::size_t start, std::size_t count, std::span<double> sums) const;

  // b* - b for the sums of a whole draw.
  Vector change_of_coefficients(std::span<const double> sums) const;
  // Factor that makes residuals as large as errors, from the mean of |Q'u*|^2 over the draws.
  double size_factor(double mean_squared_sums) const;

 private:
  void lay_out(const Matrix& design, const Vector& residual, const std::vector<Index>& common, Index first,
               Index last);
  void whiten(const Vector& residual, const std::vector<Index>& common);
  void place_rows(const Matrix& orthogonal, const std::vector<Index>& rows, Index first, Index last);

  Matrix triangle_;              // R
  std::vector<double> weights_;  // Q, filtered back by the AR(1), as groups of four columns by row
  std::size_t groups_ = 0, rows_ = 0;
  std::vector<double> innovations_;  // by entry of `common`, mean 0
  double persistence_ = 0;
  double squares_ = 0;  // of the residuals, on the equation's rows
};

}  // namespace rerate

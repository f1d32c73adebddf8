#pragma once

#include <string>

#include "rerate/study/results.h"

namespace rerate {

// A cell as text for people, by its column's unit and decimals, by its row's where the column has no unit of its
// own, and in a table of coefficients by the digits its row's standard error carries. Dates as "May 1980" when every
// date of the column opens or closes a month, else as "11 Jun 2010"; missing as an en dash.
struct CellText {
  std::string text = {};
  bool number = false;
  bool date = false;
  bool negative = false;
};
CellText cell_text(const Table& table, std::size_t row, std::size_t column);

// "Relative return" from the title, or from the name "relative_return" when there is none.
std::string column_heading(const Column& column);

// Whether the column is set flush right: it has a unit, or holds numbers and no words.
bool is_number_column(const Table& table, std::size_t column);

// The table as an HTML element. The first column names its rows; rows whose `state` cell tells of an event that does
// not count ("pending", "excluded: ...", "false positive") stand back in a paler ink. Sparklines are drawn, and a sign
// that opens a cell's words (an arrow) takes the same room in every row. Columns of equal unit all over say it in their headings.
// Claims and choices are told in sentences: on a narrow screen their rows stand below one another, each cell behind its heading.
// In a table of more than nine columns, a column "low" or "x_low" and its "high" become one: "1,590 to 5,738".
std::string note_table(const Table& table);

}  // namespace rerate

// Comma-separated values
//   rows, quotes, CRLF, byte order mark                               CsvReader.ReadsWhatRfc4180Says
//   cells know their line and column, in characters                   CsvReader.KnowsWhereCellsStand
//   reading does not depend on how the bytes arrive                   CsvReader.PiecesDoNotMatter
//   any table written out is read back                                CsvReader.ReadsBackWhatIsWritten
//   quotes, blank lines and carriage returns out of place             CsvReader.RefusesMalformedRows
//   NUL, control characters and UTF-16                                CsvReader.RefusesWhatIsNoText
//   a 2 GB line is refused after its first MiB                        CsvReader.RefusesAnEndlessLineAtOnce
//   a row of just a MiB is read                                       CsvReader.LongestRowIsRead
//   cells are shown safely in messages                                CsvReader.ShowsTextSafely
#include "rerate/sources/csv_reader.h"

#include <gmock/gmock.h>

#include "rerate/base/random_stream.h"

namespace rerate {
namespace {

using Rows = std::vector<std::vector<std::string>>;

// Delivers at most `piece` bytes at a time.
ByteSource in_pieces(std::string_view text, std::size_t piece) {
  return [source = text_bytes(text), piece](std::span<char> buffer) {
    return source(buffer.first(std::min(piece, buffer.size())));
  };
}

Rows rows_of(std::string_view text, std::size_t piece = 1 << 20) {
  CsvReader reader("a.csv", in_pieces(text, piece));
  Rows rows;
  while (reader.next()) {
    rows.emplace_back();
    for (const auto& cell : reader.cells()) rows.back().emplace_back(cell.text);
  }
  return rows;
}

std::string refusal(std::string_view text) {
  try {
    rows_of(text);
  } catch (const UserError& error) {
    const auto& failure = error.failure();
    return std::string(describe(failure.code).symbol) + " " + to_string(failure.place) + " " + failure.what;
  }
  return "nothing was refused";
}

TEST(CsvReader, ReadsWhatRfc4180Says) {
  EXPECT_EQ(rows_of("a,b\n1,2\n"), (Rows{{"a", "b"}, {"1", "2"}}));
  EXPECT_EQ(rows_of("a,b\r\n1,\r\n"), (Rows{{"a", "b"}, {"1", ""}}));
  EXPECT_EQ(rows_of("\xEF\xBB\xBF"
                    "a\n1"),
            (Rows{{"a"}, {"1"}}));
  EXPECT_EQ(rows_of("\xEF\xBB\xBC,b\n"), (Rows{{"\xEF\xBB\xBC", "b"}}));  // only the mark itself is skipped
  EXPECT_EQ(rows_of("\"a,\"\"b\"\"\",\"x\ny\"\n"), (Rows{{"a,\"b\"", "x\ny"}}));
  EXPECT_EQ(rows_of("\"\"\n,\n"), (Rows{{""}, {"", ""}}));
  EXPECT_EQ(rows_of("a\n1\n\r\n\n"), (Rows{{"a"}, {"1"}}));
  EXPECT_EQ(rows_of(""), Rows{});
  EXPECT_EQ(rows_of("\n\n"), Rows{});
}

TEST(CsvReader, KnowsWhereCellsStand) {
  const std::string_view text = "d,\xC3\xA9t\xC3\xA9,x\n\"1\n2\",3,4\n5,6,7\n";
  CsvReader reader("a.csv", text_bytes(text));
  ASSERT_TRUE(reader.next());
  EXPECT_EQ(reader.cells()[1].column, 3);
  EXPECT_EQ(reader.cells()[2].column, 7);  // after three characters in five bytes
  ASSERT_TRUE(reader.next());
  EXPECT_EQ(reader.cells()[0].line, 2);
  EXPECT_EQ(reader.cells()[1].line, 3);  // after a line break inside quotes
  EXPECT_EQ(reader.cells()[1].column, 4);
  ASSERT_TRUE(reader.next());
  EXPECT_EQ(reader.cells()[2].line, 4);
  EXPECT_EQ(reader.cells()[2].column, 5);
}

TEST(CsvReader, PiecesDoNotMatter) {
  const std::string_view text = "\xEF\xBB\xBF\"a\",\"b\"\"\",c\r\n\"1\r\n2\",3,\r\n";
  const auto whole = rows_of(text);
  for (std::size_t piece = 1; piece < text.size(); ++piece) EXPECT_EQ(rows_of(text, piece), whole) << piece;
}

std::string written(const Rows& rows) {
  std::string text;
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      text += i > 0 ? ",\"" : "\"";
      for (const char c : row[i]) text += c == '"' ? std::string("\"\"") : std::string(1, c);
      text += '"';
    }
    text += '\n';
  }
  return text;
}

TEST(CsvReader, ReadsBackWhatIsWritten) {
  constexpr std::string_view kCharacters = "ab \",\n\r\t\xC3\xA9";
  const RandomStream random(3, 1);
  std::uint64_t index = 0;
  for (int repeat = 0; repeat < 300; ++repeat) {
    Rows rows(1 + random.below(index++, 4));
    for (auto& row : rows) {
      row.resize(1 + random.below(index++, 4));
      for (auto& cell : row)
        for (auto length = random.below(index++, 6); length > 0; --length)
          cell += kCharacters[random.below(index++, kCharacters.size())];
    }
    ASSERT_EQ(rows_of(written(rows)), rows);
  }
}

TEST(CsvReader, RefusesMalformedRows) {
  EXPECT_EQ(refusal("a\n\"x\n"), "csv_row a.csv:2:1 a quote is opened and never closed");
  EXPECT_EQ(refusal("a\nb\"x\n"), "csv_row a.csv:2:2 a quote inside a cell that does not start with one");
  EXPECT_EQ(refusal("a\n\"b\"x\n"), "csv_row a.csv:2:4 characters after a closing quote");
  EXPECT_EQ(refusal("a\n\n1\n"), "csv_row a.csv:2:1 a blank line before a row");
  EXPECT_EQ(refusal("a\r1\r2\r"), "csv_row a.csv:1:2 a carriage return without a line feed");
}

TEST(CsvReader, RefusesWhatIsNoText) {
  EXPECT_EQ(refusal(std::string_view("a\n1\0\n", 6)), "not_text a.csv:2:2 a control character (0x00)");
  EXPECT_EQ(refusal("a\n\x1b[31m\n"), "not_text a.csv:2:1 a control character (0x1b)");
  EXPECT_THAT(refusal(std::string_view("\xFF\xFE"
                                       "a\0",
                                       4)),
              testing::StartsWith("not_text a.csv"));
}

TEST(CsvReader, RefusesAnEndlessLineAtOnce) {
  for (const char filling : {'1', ',', '"'}) {
    std::size_t delivered = 0;
    const auto endless = [&](std::span<char> buffer) {
      std::fill(buffer.begin(), buffer.end(), filling);
      delivered += buffer.size();
      return buffer.size();
    };
    CsvReader reader("endless.csv", endless);
    try {
      reader.next();
      ADD_FAILURE() << "nothing was refused";
    } catch (const UserError& error) {
      EXPECT_EQ(error.failure().code, ErrorCode::line_too_long);
      EXPECT_EQ(to_string(error.failure().place), "endless.csv:1:1");
    }
    EXPECT_LE(delivered, CsvReader::kLongestRow + (1 << 17));
  }
}

TEST(CsvReader, LongestRowIsRead) {
  const std::string longest(CsvReader::kLongestRow - 1, '7');
  EXPECT_EQ(rows_of(longest + "\n").at(0).at(0).size(), longest.size());
  EXPECT_THAT(refusal(longest + "7\n"), testing::StartsWith("line_too_long a.csv:1:1"));
}

TEST(CsvReader, ShowsTextSafely) {
  EXPECT_EQ(shown("abc"), "abc");
  EXPECT_EQ(shown("a\n\xff"), "a\\x0a\\xff");
  EXPECT_EQ(shown(std::string(1000, 'x')), std::string(40, 'x') + "...");
}

}  // namespace
}  // namespace rerate

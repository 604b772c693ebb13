using System.Diagnostics;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Platform.Tests.Support;

/// <summary>Counts the statements that run on one test's database, and the rows that are read from it, while it lives.</summary>
public sealed class StatementCounter : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private readonly List<IDisposable> _subscriptions = [];
    private readonly string _connectionString;
    private int _statements;
    private int _rows;

    public StatementCounter(TestDatabase database)
    {
        using var db = database.Open();
        _connectionString = Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions.GetConnectionString(db.Database)!;
        _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));
    }

    public (int Statements, int Rows) Counts => (_statements, _rows);

    public void Dispose() => _subscriptions.ForEach(subscription => subscription.Dispose());

    void IObserver<DiagnosticListener>.OnNext(DiagnosticListener listener)
    {
        if (listener.Name == DbLoggerCategory)
        {
            _subscriptions.Add(listener.Subscribe(this));
        }
    }

    void IObserver<KeyValuePair<string, object?>>.OnNext(KeyValuePair<string, object?> happened)
    {
        if (happened.Value is CommandExecutedEventData executed && IsOurs(executed.Connection))
        {
            Interlocked.Increment(ref _statements);
        }
        else if (happened.Value is DataReaderDisposingEventData read && IsOurs(read.Command.Connection))
        {
            Interlocked.Add(ref _rows, read.ReadCount);
        }
    }

    void IObserver<DiagnosticListener>.OnCompleted()
    {
    }

    void IObserver<DiagnosticListener>.OnError(Exception error)
    {
    }

    void IObserver<KeyValuePair<string, object?>>.OnCompleted()
    {
    }

    void IObserver<KeyValuePair<string, object?>>.OnError(Exception error)
    {
    }

    private const string DbLoggerCategory = "Microsoft.EntityFrameworkCore";

    // Other tests run beside this one, each on a database of its own.
    private bool IsOurs(System.Data.Common.DbConnection? connection) => connection?.ConnectionString == _connectionString;
}
